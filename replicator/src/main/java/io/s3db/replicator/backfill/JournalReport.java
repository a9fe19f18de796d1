package io.s3db.replicator.backfill;

import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.journal.Position;
import java.util.List;

/**
 * What became of the changes that the journal still holds, at a destination of events.
 *
 * @param from the first position that was looked at: the journal does not reach further back, or
 *     the destination began there
 * @param to everything before was looked at
 * @param miscounted how many more (or fewer, if negative) changes the journal holds than were
 *     counted as settled since the last verification; 0 also where that cannot be known
 * @param routes each route by itself
 * @param notes what cannot be known, in sentences
 */
public record JournalReport(
    Position from, Position to, long miscounted, List<Deliveries> routes, List<String> notes) {
  /** Copies the lists. */
  public JournalReport {
    routes = List.copyOf(routes);
    notes = List.copyOf(notes);
  }

  /** Whether nothing is missing, refused, kept waiting by a refusal, unknown or miscounted. */
  public boolean isComplete() {
    return miscounted == 0 && routes.stream().allMatch(Deliveries::isComplete);
  }

  long sum(java.util.function.ToLongFunction<Deliveries> number) {
    return routes.stream().mapToLong(number).sum();
  }

  /**
   * One route.
   *
   * @param name such as {@code orders#0}
   * @param target the destination's name
   * @param changes of the journal that go this way
   * @param accepted which the destination accepted, by its checkpoint
   * @param received of these, which the receiver knows; 0 if it was not asked
   * @param skipped by rule: the actions do not list them, or the transform gives null now
   * @param deadLetters refused for good, and waiting for somebody
   * @param redriven refused for good, and accepted or replaced since
   * @param parked refused and tried again, or waiting behind such a one
   * @param waiting behind the checkpoint: written while this was looked at
   * @param unknown settled, but the transform fails now, so nobody knows how
   * @param missing accepted by the checkpoint, but not known to the receiver
   * @param examples some of those that are missing, refused or unknown
   */
  public record Deliveries(
      String name,
      String target,
      long changes,
      long accepted,
      long received,
      long skipped,
      long deadLetters,
      long redriven,
      long parked,
      long waiting,
      long unknown,
      long missing,
      List<Example> examples) {
    /** Copies the examples. */
    public Deliveries {
      examples = List.copyOf(examples);
    }

    /** Whether nothing is missing, refused, kept waiting by a refusal, or unknown. */
    public boolean isComplete() {
      return deadLetters + parked + unknown + missing == 0;
    }
  }
}
