package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.journal.ChangeEvent;

/**
 * Where delivery tells what happened.
 *
 * <p>Called by lanes, so it must be quick and must not throw. What it submits to the {@link
 * StateWriter} while it is called becomes durable no later than the checkpoint that covers the
 * event.
 */
public interface EventSink {
  /** Nobody listens. */
  EventSink NONE =
      new EventSink() {
        @Override
        public boolean wanted(Class<? extends ReplicationEvent> type) {
          return false;
        }

        @Override
        public void publish(ReplicationEvent event) {}
      };

  /** Whether anybody wants events of a type: if not, none are made. */
  boolean wanted(Class<? extends ReplicationEvent> type);

  /** Tells an event. */
  void publish(ReplicationEvent event);

  /**
   * Tells a failure, to those that must be able to send the change again.
   *
   * @param change the change in full, which users are not told
   */
  default void publish(ReplicationEvent.ReplicationFailed failed, ChangeEvent change) {
    publish(failed);
  }
}
