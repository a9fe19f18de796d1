package io.s3db.replicator;

import io.s3db.Operation;
import io.s3db.replicator.backfill.SyncStatus;
import io.s3db.replicator.backfill.VerifyReport;
import java.time.Duration;
import java.time.Instant;

/** Something that happened on the way of changes to a destination. */
public sealed interface ReplicationEvent {
  /** The id of the destination; usable as a key for counting. */
  String replicator();

  /** When. */
  Instant at();

  /**
   * A change is durable at the destination.
   *
   * @param changedAt when the record was changed: with {@code at}, how fresh the destination is
   */
  record Replicated(
      String replicator,
      Instant at,
      Instant changedAt,
      Operation operation,
      String resourceName,
      String recordId,
      String deliveryId,
      int attempts)
      implements ReplicationEvent {}

  /**
   * An attempt failed for good, or a whole round of attempts failed and will be repeated.
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

  /**
   * A write to the destination was tried, once.
   *
   * @param changes how many it was of
   * @param bytes how long they are in the journal; 0 for what does not come from there
   * @param took how long the destination took
   * @param failure empty if it answered, or the class of the failure: {@code unavailable}, {@code
   *     denied}, {@code target-denied}, {@code refused}, {@code gone}, {@code interrupted}
   */
  record Attempted(
      String replicator, Instant at, int changes, long bytes, Duration took, String failure)
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
