package io.s3db.replicator.explain;

import io.s3db.Document;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journey of one record: how it stands in the source, which of its changes the journal still
 * holds, and what became of each on the way to each destination.
 *
 * <p>It says what can be known, and says so where something cannot be known any more. {@link
 * #toString} is a table for people, {@link #toDocument} the same for programs.
 *
 * @param resource of the record
 * @param recordId of the record
 * @param at when this was found out
 * @param source how the record stands in the source database
 * @param journal its changes that the journal still holds
 * @param journeys one for each destination and each route of the resource there, in the order of
 *     the configuration
 */
public record Explanation(
    String resource,
    String recordId,
    Instant at,
    Source source,
    Journalled journal,
    List<Journey> journeys) {
  /** Copies the journeys. */
  public Explanation {
    journeys = List.copyOf(journeys);
  }

  /**
   * What the journal holds of the record.
   *
   * @param changes the oldest first
   * @param lookedFrom where the search began: nothing before was looked at
   * @param end of the journal at that time
   * @param whole whether the search began where the journal begins
   */
  public record Journalled(
      List<ExplainedChange> changes, Position lookedFrom, Position end, boolean whole) {
    /** Copies the changes. */
    public Journalled {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The way to one destination.
   *
   * @param replicator the destination's id
   * @param driver such as {@code postgresql}
   * @param destination its address, without credentials
   * @param route such as {@code orders#0}; empty if no route leads there
   * @param target the destination's name of the resource; empty if no route leads there
   * @param state what the destination, or this route of it, is doing
   * @param reason why, if it is not running
   * @param nextAttempt when it is tried again, if that is known
   * @param rowKey the key of the record's row as JSON, where it is known to be another than the
   *     record's id
   * @param steps what became of each change, the oldest first
   * @param remark what else is to be said of the whole way; may be empty
   */
  public record Journey(
      String replicator,
      String driver,
      String destination,
      String route,
      String target,
      ReplicatorState state,
      String reason,
      @Nullable Instant nextAttempt,
      @Nullable String rowKey,
      List<Step> steps,
      String remark) {
    /** Copies the steps. */
    public Journey {
      steps = List.copyOf(steps);
    }

    /** Whether a change of the record is still to be sent: it waits, or was refused for now. */
    public boolean isOpen() {
      return steps.stream().anyMatch(step -> step.verdict().isOpen());
    }
  }

  /**
   * One change on one route.
   *
   * @param change its name
   * @param verdict what became of it
   * @param row what the route makes of the record now, without its secret attributes; null where it
   *     makes nothing, or where that cannot be known any more
   */
  public record Step(EventId change, Verdict verdict, @Nullable Document row) {}

  /** Whether anything at all is known of the record: it is there, or something tells of it. */
  public boolean isKnown() {
    return source instanceof Source.Present
        || !journal.changes().isEmpty()
        || journeys.stream().anyMatch(journey -> !journey.steps().isEmpty());
  }

  /** The same as a JSON object, for programs. */
  public Document toDocument() {
    return ExplanationJson.of(this);
  }

  /** A table for people. It shows the rows: it is for those who may see the record. */
  @Override
  public String toString() {
    return ExplanationText.of(this);
  }
}
