package io.s3db.sink.sqs;

import io.s3db.replicator.spi.DeliveryId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Deliveries to several queues of which some have acknowledged: when they come again, only the
 * other queues are asked.
 *
 * <p>It is forgotten with the process, and beyond ten thousand deliveries; then a queue may get a
 * message twice.
 */
final class Halfway {
  private static final int MOST = 10_000;

  private final Map<DeliveryId, Set<QueueUrl>> acknowledged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DeliveryId, Set<QueueUrl>> eldest) {
          return size() > MOST;
        }
      };

  synchronized Set<QueueUrl> of(DeliveryId id) {
    return acknowledged.getOrDefault(id, Set.of());
  }

  synchronized void keep(DeliveryId id, Set<QueueUrl> queues) {
    acknowledged.put(id, Set.copyOf(queues));
  }

  synchronized void forget(DeliveryId id) {
    acknowledged.remove(id);
  }
}
