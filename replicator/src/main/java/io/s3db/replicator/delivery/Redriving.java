package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters that lanes are to send again, and what became of them so far. */
final class Redriving {
  private final Map<DeliveryId, @Nullable RedriveResult> results = new LinkedHashMap<>();
  private final boolean late;
  private final Doorbell doorbell = new Doorbell();

  /** A job; {@code late} says that superseded ones are wanted too. */
  Redriving(List<DeliveryId> ids, boolean late) {
    this.late = late;
    ids.forEach(id -> results.put(id, null));
  }

  /** A dead letter on its way to its lane. */
  record Letter(Redriving job, DeadLetter letter) {
    void report(RedriveResult.Outcome outcome, String detail) {
      job.report(letter.id(), outcome, detail);
    }
  }

  boolean late() {
    return late;
  }

  void report(DeliveryId id, RedriveResult.Outcome outcome, String detail) {
    synchronized (results) {
      results.put(id, new RedriveResult(id, outcome, detail));
    }
    doorbell.ring();
  }

  /** The results; of those that are still on their way at that time, that they wait. */
  List<RedriveResult> await(Timer timer, Instant until) throws InterruptedException {
    while (isWaiting() && timer.now().isBefore(until)) {
      doorbell.await(timer, until);
    }
    List<RedriveResult> all = new ArrayList<>();
    synchronized (results) {
      results.forEach((id, result) -> all.add(result == null ? waiting(id) : result));
    }
    return all;
  }

  private boolean isWaiting() {
    synchronized (results) {
      return results.containsValue(null);
    }
  }

  private static RedriveResult waiting(DeliveryId id) {
    return new RedriveResult(
        id,
        RedriveResult.Outcome.WAITING,
        "The destination has not answered yet; the letter is sent when it does.");
  }
}
