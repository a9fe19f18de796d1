package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of each delivery of a batch so far. */
final class Tally {
  private final Halfway halfway;
  private final Map<DeliveryId, Missing> missing = new LinkedHashMap<>();
  private final Map<DeliveryId, Rejection> rejections = new LinkedHashMap<>();
  private @Nullable SinkException worst;

  /** The queues of a delivery that have acknowledged it, and those that have not. */
  private record Missing(Set<QueueUrl> acknowledged, Set<QueueUrl> open) {}

  Tally(Halfway halfway) {
    this.halfway = halfway;
  }

  /** The queues that a delivery still has to reach. */
  Set<QueueUrl> begin(DeliveryId id, List<QueueUrl> queues) {
    Set<QueueUrl> acknowledged = new HashSet<>(halfway.of(id));
    Set<QueueUrl> open = new LinkedHashSet<>(queues);
    open.removeAll(acknowledged);
    missing.put(id, new Missing(acknowledged, open));
    return Set.copyOf(open);
  }

  void acknowledged(Delivery delivery, QueueUrl queue) {
    Missing of = missing.get(delivery.id());
    if (of != null && of.open().remove(queue)) {
      of.acknowledged().add(queue);
    }
  }

  void refused(Rejection rejection) {
    rejections.putIfAbsent(rejection.id(), rejection);
  }

  /** Something was not sent, or nobody knows; what it was stays open. */
  void failed(SinkException failure) {
    SinkException known = worst;
    if (known == null || rank(failure) > rank(known)) {
      worst = failure;
    }
  }

  boolean hasFailed() {
    return worst != null;
  }

  /** The higher one tells more of what has to be done. */
  private static int rank(SinkException failure) {
    return switch (failure) {
      case SinkException.Gone _ -> 4;
      case SinkException.Denied _ -> 3;
      case SinkException.TargetDenied _ -> 2;
      case SinkException.Unavailable _ -> 1;
      case SinkException.BatchRefused _ -> 0;
    };
  }

  /**
   * The answer to the lane.
   *
   * @throws SinkException if anything failed; what was delivered all the same is told with it, and
   *     then the failure itself is told when the others come again
   */
  List<Rejection> result() throws SinkException {
    Set<DeliveryId> delivered = new HashSet<>();
    missing.forEach(
        (id, of) -> {
          boolean done = of.open().isEmpty();
          if (done || rejections.containsKey(id)) {
            halfway.forget(id);
          } else if (!of.acknowledged().isEmpty()) {
            halfway.keep(id, of.acknowledged());
          }
          if (done && !rejections.containsKey(id)) {
            delivered.add(id);
          }
        });
    SinkException failure = worst;
    if (failure == null) {
      return List.copyOf(rejections.values());
    }
    throw delivered.isEmpty() ? failure : partly(failure, delivered);
  }

  private static SinkException partly(SinkException failure, Set<DeliveryId> delivered) {
    Duration retryAfter =
        failure instanceof SinkException.Unavailable unavailable
            ? unavailable.retryAfter().orElse(null)
            : null;
    return new SinkException.Unavailable(
        String.valueOf(failure.getMessage()), failure.getCause(), retryAfter, delivered);
  }
}
