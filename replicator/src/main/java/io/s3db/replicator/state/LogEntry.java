package io.s3db.replicator.state;

import io.s3db.Operation;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the replication log: what became of one delivery.
 *
 * @param id the id of its record in the log resource; ids sort by time
 * @param replicator the destination
 * @param delivery which delivery
 * @param resourceName the source resource
 * @param recordId the id of the source record
 * @param operation what had happened to the record
 * @param status how it stands
 * @param error what went wrong; empty for successes
 * @param attempts how often it was tried
 * @param at when it was written first
 * @param event the change in full, if it failed
 */
public record LogEntry(
    String id,
    String replicator,
    DeliveryId delivery,
    String resourceName,
    String recordId,
    Operation operation,
    Status status,
    String error,
    int attempts,
    Instant at,
    @Nullable ChangeEvent event) {
  /** How the delivery stands. */
  public enum Status {
    /** It failed. */
    ERROR,
    /** It was delivered. */
    SUCCESS,
    /** It had failed, and was delivered later. */
    REDRIVEN;

    /** The word in the log: {@code error}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same line under another id, first written at another time. */
  public LogEntry as(String otherId, Instant otherAt) {
    return new LogEntry(
        otherId,
        replicator,
        delivery,
        resourceName,
        recordId,
        operation,
        status,
        error,
        attempts,
        otherAt,
        event);
  }

  /** The same line with another status. */
  public LogEntry as(Status other) {
    return new LogEntry(
        id,
        replicator,
        delivery,
        resourceName,
        recordId,
        operation,
        other,
        error,
        attempts,
        at,
        event);
  }
}
