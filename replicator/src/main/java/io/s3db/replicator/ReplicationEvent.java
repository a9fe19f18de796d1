package io.s3db.replicator;

import io.s3db.Operation;
import io.s3db.replicator.backfill.SyncStatus;
import io.s3db.replicator.backfill.VerifyReport;
import java.time.Instant;

/** Something that happened on the way of changes to a destination. */
public sealed interface ReplicationEvent {
  /** The id of the destination; usable as a key for counting. */
  String replicator();

  /** When. */
  Instant at();

  /** A change is durable at the destination. */
  record Replicated(
      String replicator,
      Instant at,
      Operation operation,
      String resourceName,
      String recordId,
      String deliveryId,
      int attempts)
      implements ReplicationEvent {}

  /**
   * An attempt failed for good; or a whole round of attempts failed and will be repeated; or the
   * destination or a target of it is not open to us, and is probed. The last two are told once, of
   * the first change that is held back, when the trouble begins.
   *
   * @param error what went wrong, in one sentence
   * @param willRetry whether it is tried again by itself
   */
  record ReplicationFailed(
      String replicator,
      Instant at,
      Operation operation,
      String resourceName,
      String recordId,
      String deliveryId,
      String error,
      int attempts,
      boolean willRetry)
      implements ReplicationEvent {}

  /** A transform returned null: nothing is sent, by rule. */
  record Skipped(
      String replicator, Instant at, Operation operation, String resourceName, String recordId)
      implements ReplicationEvent {}

  /** A later change of the same row made it needless to send this one. */
  record Superseded(
      String replicator, Instant at, Operation operation, String resourceName, String recordId)
      implements ReplicationEvent {}

  /** A change was refused for good, and waits to be redriven. */
  record DeadLettered(
      String replicator,
      Instant at,
      Operation operation,
      String resourceName,
      String recordId,
      String deliveryId,
      String error,
      int attempts)
      implements ReplicationEvent {}

  /** A dead letter was sent again and accepted. */
  record Redriven(
      String replicator,
      Instant at,
      Operation operation,
      String resourceName,
      String recordId,
      String deliveryId)
      implements ReplicationEvent {}

  /** A destination, or one route of it, does something else now. */
  record StateChanged(
      String replicator,
      Instant at,
      String route,
      ReplicatorState from,
      ReplicatorState to,
      String reason)
      implements ReplicationEvent {}

  /** Something an operator should know, said once. */
  record Warned(String replicator, Instant at, String code, String subject, String message)
      implements ReplicationEvent {}

  /**
   * A sync began, or ended.
   *
   * @param sync its name
   * @param status how it stands
   */
  record SyncChanged(String replicator, Instant at, String sync, SyncStatus status)
      implements ReplicationEvent {}

  /** A destination was compared with the source. */
  record Verified(String replicator, Instant at, VerifyReport report) implements ReplicationEvent {}

  /** Changes were dropped for a destination because the journal was full. */
  record Detached(String replicator, Instant at, long changes, String reason)
      implements ReplicationEvent {}
}
