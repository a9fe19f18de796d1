package io.s3db.replicator;

import io.s3db.replicator.ReplicationEvent.Attempted;
import io.s3db.replicator.ReplicationEvent.DeadLettered;
import io.s3db.replicator.ReplicationEvent.Detached;
import io.s3db.replicator.ReplicationEvent.Redriven;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicationEvent.Skipped;
import io.s3db.replicator.ReplicationEvent.StateChanged;
import io.s3db.replicator.ReplicationEvent.Superseded;
import io.s3db.replicator.ReplicationEvent.SyncChanged;
import io.s3db.replicator.ReplicationEvent.Verified;
import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.options.Nearest;
import java.util.List;

/** The names under which events may be asked for. */
final class EventNames {
  private static final List<String> KNOWN =
      List.of(
          "replicated",
          "replicator_error",
          "skipped",
          "superseded",
          "dead_lettered",
          "redriven",
          "state_changed",
          "warned",
          "detached",
          "sync_changed",
          "verified",
          "attempted");

  private EventNames() {}

  static Class<? extends ReplicationEvent> type(String name) {
    return switch (name) {
      case "replicated", "plg:replicator:replicated" -> Replicated.class;
      case "replicator_error", "plg:replicator:error" -> ReplicationFailed.class;
      case "skipped" -> Skipped.class;
      case "superseded" -> Superseded.class;
      case "dead_lettered" -> DeadLettered.class;
      case "redriven" -> Redriven.class;
      case "state_changed" -> StateChanged.class;
      case "warned" -> Warned.class;
      case "detached" -> Detached.class;
      case "sync_changed" -> SyncChanged.class;
      case "verified" -> Verified.class;
      case "attempted" -> Attempted.class;
      default ->
          throw new IllegalArgumentException(
              "there is no event '"
                  + name
                  + "': "
                  + Nearest.of(name, KNOWN)
                      .map(near -> "did you mean '" + near + "'?")
                      .orElse("the events are " + String.join(", ", KNOWN)));
    };
  }
}
