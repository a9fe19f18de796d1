package io.s3db.sink.webhook;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends each delivery in a request of its own: different records side by side, those of one record
 * one after the other.
 *
 * <p>After the first failure of the receiver nothing more is begun. What is behind a refused change
 * of the same record is not sent. Nothing runs on after it returned.
 */
final class SingleWrites implements Writes {
  private final Exchange exchange;
  private final WebhookOptions.Payload payload;

  SingleWrites(Exchange exchange, WebhookOptions.Payload payload) {
    this.exchange = exchange;
    this.payload = payload;
  }

  /** A record on its way to a target. */
  private record RecordKey(String target, String resource, String id) {
    static RecordKey of(Delivery delivery) {
      return new RecordKey(delivery.target(), delivery.resource(), delivery.recordId());
    }
  }

  @Override
  public int requests(List<Delivery> batch) {
    return batch.size();
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    Progress progress = new Progress();
    Set<RecordKey> refused = new HashSet<>();
    List<Delivery> left = batch;
    while (!left.isEmpty() && !progress.hasFailed()) {
      List<Delivery> wave = new ArrayList<>();
      List<Delivery> later = new ArrayList<>();
      Set<RecordKey> begun = new HashSet<>();
      for (Delivery delivery : left) {
        if (refused.contains(RecordKey.of(delivery))) {
          progress.refused(behind(delivery));
        } else {
          (begun.add(RecordKey.of(delivery)) ? wave : later).add(delivery);
        }
      }
      send(wave, progress, refused);
      left = later;
    }
    return progress.end();
  }

  private static Rejection behind(Delivery delivery) {
    return new Rejection(
        delivery.id(),
        Rejection.Kind.DEPENDENT,
        "BEHIND_REFUSED",
        "It was not sent: an earlier change of the same record was refused.");
  }

  private void send(List<Delivery> wave, Progress progress, Set<RecordKey> refused)
      throws SinkException, InterruptedException {
    try {
      if (wave.size() == 1) {
        sendOne(wave.getFirst(), progress, refused);
      } else if (!wave.isEmpty()) {
        sendAll(wave, progress, refused);
      }
    } catch (InterruptedException e) {
      if (progress.hasDelivered()) {
        throw progress.interrupted();
      }
      throw e;
    }
  }

  private void sendAll(List<Delivery> wave, Progress progress, Set<RecordKey> refused)
      throws InterruptedException {
    // Closing it waits for all; if this thread is interrupted meanwhile, all are.
    List<Future<?>> calls = new ArrayList<>(wave.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Delivery delivery : wave) {
        calls.add(
            threads.submit(
                () -> {
                  sendOne(delivery, progress, refused);
                  return null;
                }));
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    for (Future<?> call : calls) {
      rethrow(call);
    }
  }

  private static void rethrow(Future<?> call) throws InterruptedException {
    try {
      call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException("a request failed in a way that was not foreseen", e);
    }
  }

  /** A failure is noted before the next request may begin: whoever begins it sees the failure. */
  private void sendOne(Delivery delivery, Progress progress, Set<RecordKey> refused)
      throws InterruptedException {
    exchange.begin();
    try {
      if (!progress.hasFailed()) {
        note(delivery, exchange.send(Message.of(delivery, payload)), progress, refused);
      }
    } finally {
      exchange.end();
    }
  }

  private static void note(
      Delivery delivery,
      Failures.@Nullable Verdict verdict,
      Progress progress,
      Set<RecordKey> refused) {
    switch (verdict) {
      case null -> progress.delivered(List.of(delivery.id()));
      case Failures.Verdict.Failed(SinkException failure) -> progress.failed(failure);
      case Failures.Verdict.Refused no -> {
        progress.refused(no.of(delivery.id()));
        synchronized (refused) {
          refused.add(RecordKey.of(delivery));
        }
      }
    }
  }
}
