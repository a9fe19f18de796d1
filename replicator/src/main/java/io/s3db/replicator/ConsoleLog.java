package io.s3db.replicator;

import io.s3db.replicator.ReplicationEvent.DeadLettered;
import io.s3db.replicator.ReplicationEvent.Detached;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.delivery.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what goes wrong to the application's log; with {@code verbose}, everything. */
record ConsoleLog(boolean verbose) implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);

  @Override
  public boolean wanted(Class<? extends ReplicationEvent> type) {
    return verbose
        || type == ReplicationFailed.class
        || type == DeadLettered.class
        || type == Detached.class;
  }

  @Override
  public void publish(ReplicationEvent event) {
    switch (event) {
      case DeadLettered dead ->
          LOG.warn(
              "{}: {} of {}/{} was refused for good and is a dead letter: {}",
              dead.replicator(),
              dead.operation().word(),
              dead.resourceName(),
              dead.recordId(),
              dead.error());
      case ReplicationFailed failed when failed.willRetry() ->
          LOG.warn(
              "{}: {} of {}/{} failed {} times and is tried again: {}",
              failed.replicator(),
              failed.operation().word(),
              failed.resourceName(),
              failed.recordId(),
              failed.attempts(),
              failed.error());
      case Detached detached ->
          LOG.error(
              "{}: {} changes are lost to this destination: {}",
              detached.replicator(),
              detached.changes(),
              detached.reason());
      default -> {
        if (verbose) {
          LOG.info("{}", event);
        }
      }
    }
  }
}
