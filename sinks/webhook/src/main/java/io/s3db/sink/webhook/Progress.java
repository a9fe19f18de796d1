package io.s3db.sink.webhook;

import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of the deliveries of one write so far. Safe for many threads. */
final class Progress {
  private final Set<DeliveryId> delivered = new HashSet<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private @Nullable SinkException failure;

  synchronized void delivered(List<DeliveryId> ids) {
    delivered.addAll(ids);
  }

  synchronized void refused(Rejection rejection) {
    rejections.add(rejection);
  }

  /** Keeps the failure that says most. */
  synchronized void failed(SinkException other) {
    SinkException present = failure;
    if (present == null || weight(other) > weight(present)) {
      failure = other;
    }
  }

  /** Whether nothing more needs to be begun. */
  synchronized boolean hasFailed() {
    return failure != null;
  }

  synchronized boolean hasDelivered() {
    return !delivered.isEmpty();
  }

  /**
   * The refused ones, if all were told.
   *
   * <p>After a failure, what was delivered is told with it, so that it does not come again; a
   * failure of another kind shows with the next attempt, at the others alone.
   */
  synchronized List<Rejection> end() throws SinkException {
    SinkException present = failure;
    if (present == null) {
      return List.copyOf(rejections);
    }
    if (delivered.isEmpty()) {
      throw present;
    }
    throw new SinkException.Unavailable(
        String.valueOf(present.getMessage()), present, retryAfter(present), delivered);
  }

  /** The write was interrupted. */
  synchronized SinkException.Unavailable interrupted() {
    return new SinkException.Unavailable(
        "The write was interrupted after " + delivered.size() + " deliveries.",
        null,
        null,
        delivered);
  }

  private static int weight(SinkException failure) {
    return switch (failure) {
      case SinkException.Unavailable unavailable -> unavailable.retryAfter().isPresent() ? 1 : 0;
      case SinkException.BatchRefused _ -> 2;
      case SinkException.TargetDenied _, SinkException.Denied _ -> 3;
      case SinkException.Gone _ -> 4;
    };
  }

  private static @Nullable Duration retryAfter(SinkException failure) {
    return failure instanceof SinkException.Unavailable unavailable
        ? unavailable.retryAfter().orElse(null)
        : null;
  }
}
