package io.s3db.sink.webhook;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the deliveries of a write in one request; in several, one after the other, if they are more
 * than fit.
 *
 * <p>A request is repeated as it was: nothing here depends on what happened before. A request that
 * is refused is halved by whoever called, until it is known which change is to blame.
 */
final class BatchWrites implements Writes {
  private final Exchange exchange;
  private final WebhookOptions.Payload payload;
  private final int most;

  BatchWrites(Exchange exchange, WebhookOptions.Payload payload, int most) {
    this.exchange = exchange;
    this.payload = payload;
    this.most = most;
  }

  @Override
  public int requests(List<Delivery> batch) {
    return Math.ceilDiv(batch.size(), most);
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    Progress progress = new Progress();
    for (int from = 0; from < batch.size() && !progress.hasFailed(); from += most) {
      List<Delivery> part = batch.subList(from, Math.min(from + most, batch.size()));
      try {
        note(part, send(Message.ofBatch(part, payload)), progress);
      } catch (InterruptedException e) {
        if (progress.hasDelivered()) {
          throw progress.interrupted();
        }
        throw e;
      }
    }
    return progress.end();
  }

  private Failures.@Nullable Verdict send(Message message) throws InterruptedException {
    exchange.begin();
    try {
      return exchange.send(message);
    } finally {
      exchange.end();
    }
  }

  private static void note(
      List<Delivery> part, Failures.@Nullable Verdict verdict, Progress progress) {
    switch (verdict) {
      case null -> progress.delivered(part.stream().map(Delivery::id).toList());
      case Failures.Verdict.Failed(SinkException failure) -> progress.failed(failure);
      case Failures.Verdict.Refused no when part.size() == 1 ->
          progress.refused(no.of(part.getFirst().id()));
      case Failures.Verdict.Refused(String code, String message) ->
          progress.failed(refusal(part.size(), code, message, progress));
    }
  }

  /** Of the first request; after others that were taken, it is made again alone, and at once. */
  private static SinkException refusal(int size, String code, String message, Progress progress) {
    String sentence = message + " (a batch of " + size + ")";
    return progress.hasDelivered()
        ? new SinkException.Unavailable(sentence, null, Duration.ZERO)
        : new SinkException.BatchRefused(Rejection.Kind.PERMANENT, code, sentence, null);
  }
}
