package io.s3db.replicator.explain;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.spi.DeliveryId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The last deliveries of this process, in memory: who got what, and when. Safe for many threads.
 */
public final class Recent implements EventSink {
  private static final int KEPT = 10_000;

  private final int run;
  private final Map<Key, Delivered> deliveries = new HashMap<>();
  private final Queue<Key> order = new ArrayDeque<>();
  private long forgotten;

  private record Key(String replicator, String delivery) {}

  /** When it was accepted, and with which attempt. */
  record Delivered(Instant at, int attempts) {}

  /** Nothing yet, in a run of the journal. */
  public Recent(int run) {
    this.run = run;
  }

  @Override
  public boolean wanted(Class<? extends ReplicationEvent> type) {
    return type == Replicated.class;
  }

  @Override
  public void publish(ReplicationEvent event) {
    if (event instanceof Replicated done) {
      add(new Key(done.replicator(), done.deliveryId()), new Delivered(done.at(), done.attempts()));
    }
  }

  @Override
  public void publish(ReplicationFailed failed, ChangeEvent change) {}

  private synchronized void add(Key key, Delivered delivered) {
    if (deliveries.put(key, delivered) == null) {
      order.add(key);
    }
    if (deliveries.size() > KEPT) {
      Key oldest = order.remove();
      deliveries.remove(oldest);
      EventId change = DeliveryId.parse(oldest.delivery()).event();
      forgotten = change.run() == run ? Math.max(forgotten, change.sequence()) : forgotten;
    }
  }

  synchronized Optional<Delivered> find(String replicator, DeliveryId id) {
    return Optional.ofNullable(deliveries.get(new Key(replicator, id.toString())));
  }

  /** Whether a delivery of this change would be known, had there been one. */
  synchronized boolean covers(EventId change) {
    return change.run() == run && change.sequence() > forgotten;
  }
}
