package io.s3db.replicator.delivery;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of one lane until each delivery is settled: tries again, halves what is refused
 * as a whole, settles what is refused alone.
 */
final class Courier {
  private final Lane lane;
  private final Stream stream;
  private final Settler settler;
  private final Asker asker;

  Courier(Lane lane, Stream stream, Settler settler, Asker asker) {
    this.lane = lane;
    this.stream = stream;
    this.settler = settler;
    this.asker = asker;
  }

  /** How many of the deliveries were sent, and which of them were refused. */
  private record Sent(int count, List<Rejection> rejections) {}

  void deliver(Batch batch) throws Stopped, InterruptedException {
    for (List<Entry> write : batch.writes()) {
      Deque<List<Entry>> open = new ArrayDeque<>();
      open.push(write);
      while (!open.isEmpty()) {
        List<Entry> part = lane.withoutParked(open.pop());
        if (stream.throttle().mustSplit(part)) {
          halve(part, open);
        } else if (!part.isEmpty()) {
          deliver(part, open);
        }
      }
    }
  }

  private void deliver(List<Entry> part, Deque<List<Entry>> open)
      throws Stopped, InterruptedException {
    Set<DeliveryId> delivered = new HashSet<>();
    IntSupplier cost = () -> stream.throttle().cost(open(part, delivered));
    switch (asker.ask(permit -> write(part, delivered, permit), cost, Asker.About.firstOf(part))) {
      case Answer.Done<Sent>(Sent sent, Permit permit, int attempts) -> {
        if (sent.count() < part.size()) {
          open.push(part.subList(sent.count(), part.size()));
        }
        settle(part.subList(0, sent.count()), sent.rejections(), attempts, open);
        answered(permit);
      }
      case Answer.Refused<Sent>(
              SinkException.BatchRefused refusal,
              Permit permit,
              int attempts) -> {
        settle(delivered(part, delivered), List.of(), attempts, open);
        List<Entry> rest = open(part, delivered);
        if (rest.size() == 1) {
          settle(rest, List.of(rejection(rest.getFirst(), refusal)), attempts, open);
        } else {
          halve(rest, open);
        }
        answered(permit);
      }
    }
  }

  private static void halve(List<Entry> part, Deque<List<Entry>> open) {
    open.push(part.subList(part.size() / 2, part.size()));
    open.push(part.subList(0, part.size() / 2));
  }

  private static List<Delivery> deliveries(List<Entry> entries) {
    return entries.stream().map(Entry::delivery).toList();
  }

  private static List<Entry> open(List<Entry> part, Set<DeliveryId> delivered) {
    return delivered.isEmpty()
        ? part
        : part.stream().filter(entry -> !delivered.contains(entry.delivery().id())).toList();
  }

  private static List<Entry> delivered(List<Entry> part, Set<DeliveryId> delivered) {
    return part.stream().filter(entry -> delivered.contains(entry.delivery().id())).toList();
  }

  private void answered(Permit permit) {
    if (settler.sawMassRefusal()) {
      return; // it answered, but the route stays paused
    }
    if (permit instanceof Permit.Probe(boolean denied) && denied) {
      stream.refusals().clear();
    }
    stream.gate().answered(lane.number(), permit);
  }

  private static Rejection rejection(Entry entry, SinkException.BatchRefused refusal) {
    return new Rejection(
        entry.delivery().id(),
        refusal.kind(),
        refusal.code(),
        String.valueOf(refusal.getMessage()));
  }

  /**
   * Sends what was not delivered yet.
   *
   * @param delivered by earlier attempts that failed for the rest
   */
  private Sent write(List<Entry> part, Set<DeliveryId> delivered, Permit permit)
      throws SinkException, InterruptedException {
    List<Entry> sent = part;
    if (permit instanceof Permit.Probe(boolean denied) && denied) {
      sent = part.subList(0, 1);
      stream.parts().sink().probe();
      prepareAgain(sent.getFirst());
    }
    List<Entry> tried = open(sent, delivered);
    if (tried.isEmpty()) {
      return new Sent(sent.size(), List.of());
    }
    try {
      return new Sent(sent.size(), timed(tried));
    } catch (SinkException.Unavailable e) {
      delivered.addAll(e.delivered());
      throw e;
    }
  }

  /** One call of the sink, told to those who measure. */
  private List<Rejection> timed(List<Entry> entries) throws SinkException, InterruptedException {
    @Nullable Instant begun = stream.news().attemptBegins();
    String failure = "interrupted";
    try {
      List<Rejection> rejections = stream.parts().sink().write(deliveries(entries));
      failure = "";
      return rejections;
    } catch (SinkException e) {
      failure = word(e);
      throw e;
    } finally {
      stream.news().attempted(entries, begun, failure);
    }
  }

  private static String word(SinkException failure) {
    return switch (failure) {
      case SinkException.Unavailable _ -> "unavailable";
      case SinkException.Denied _ -> "denied";
      case SinkException.TargetDenied _ -> "target-denied";
      case SinkException.BatchRefused _ -> "refused";
      case SinkException.Gone _ -> "gone";
    };
  }

  private void prepareAgain(Entry entry) throws SinkException, InterruptedException {
    @Nullable Document sample = entry.delivery().data();
    if (sample != null) {
      KeyFields fields =
          stream.parts().sink().prepare(stream.parts().targets().apply(entry.route()), sample);
      if (!fields.equals(entry.fields())) {
        stream.listener().restart(); // the target was made anew with another key
        throw new InterruptedException();
      }
    }
  }

  private void settle(
      List<Entry> part, List<Rejection> rejections, int attempts, Deque<List<Entry>> open) {
    settler.beginAnswer();
    Map<DeliveryId, Rejection> refused = HashMap.newHashMap(rejections.size());
    rejections.forEach(rejection -> refused.put(rejection.id(), rejection));
    List<Entry> instead = new ArrayList<>();
    for (Entry entry : part) {
      @Nullable Rejection rejection = refused.isEmpty() ? null : refused.get(entry.delivery().id());
      if (rejection == null) {
        settler.delivered(entry, attempts);
      } else {
        settler.refused(entry, rejection, attempts).ifPresent(instead::add);
      }
    }
    if (!instead.isEmpty()) {
      open.push(instead);
    }
  }
}
