package io.s3db.replicator.backfill;

import io.s3db.replicator.journal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param replicator the destination
 * @param startedAt when it began
 * @param took how long it took
 * @param position the destination had everything before it when differences were decided
 * @param routes each route by itself; none for a destination of events
 * @param events what became of the changes in the journal, for a destination of events; else null
 */
public record VerifyReport(
    String replicator,
    Instant startedAt,
    Duration took,
    Position position,
    List<Route> routes,
    @Nullable JournalReport events) {
  /** Copies the routes. */
  public VerifyReport {
    routes = List.copyOf(routes);
  }

  /** Of a destination of events: what became of the changes that the journal still holds. */
  public Optional<JournalReport> journal() {
    return Optional.ofNullable(events);
  }

  /**
   * Whether nothing is missing, extra, different or unknown: what a repair put right counts as
   * wrong.
   */
  public boolean isEqual() {
    return routes.stream().allMatch(Route::isEqual) && (events == null || events.isComplete());
  }

  /** The certificate, and a line for each route or example that is not as it should be. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(certificate());
    for (Route route : routes) {
      if (!route.isEqual()) {
        text.append("\n  ").append(route.name()).append(" -> ").append(route.target());
        route.examples().forEach(each -> text.append("\n    ").append(each));
      }
    }
    return text.toString();
  }

  /** Some of something, in the number that it has. */
  static String some(long count, String one, String many) {
    return "%,d %s".formatted(count, count == 1 ? one : many);
  }

  /** One line that says it all. */
  public String certificate() {
    if (events != null) {
      return certificate(events);
    }
    long records = routes.stream().mapToLong(Route::sourceRows).sum();
    String position = ", position " + this.position;
    if (isEqual()) {
      return "source = %s, %s%s, digest %s"
          .formatted(
              replicator,
              some(records, "record", "records"),
              position,
              String.join(" ", routes.stream().map(Route::sourceDigest).toList()));
    }
    return "source <> %s: %,d missing, %,d extra, %,d different, %,d failed, %,d moving of %s%s%s"
        .formatted(
            replicator,
            routes.stream().mapToLong(Route::missing).sum(),
            routes.stream().mapToLong(Route::extra).sum(),
            routes.stream().mapToLong(Route::different).sum(),
            routes.stream().mapToLong(Route::failed).sum(),
            routes.stream().mapToLong(Route::moving).sum(),
            some(records, "record", "records"),
            position,
            repaired() == 0
                ? ""
                : ", %,d of them sent again or removed: verify again for the certificate"
                    .formatted(repaired()));
  }

  private String certificate(JournalReport journal) {
    String positions = "positions %s to %s".formatted(journal.from(), journal.to());
    if (journal.isComplete()) {
      long received = journal.sum(JournalReport.Deliveries::received);
      return "journal = %s, %s accepted%s, %,d skipped by rule, %s"
          .formatted(
              replicator,
              some(journal.sum(JournalReport.Deliveries::accepted), "delivery", "deliveries"),
              received == 0 ? "" : " and known to the receiver",
              journal.sum(JournalReport.Deliveries::skipped),
              positions);
    }
    return "journal <> %s: %,d missing, %,d dead letters, %,d parked, %,d unknown, %,d miscounted of %s, %s"
        .formatted(
            replicator,
            journal.sum(JournalReport.Deliveries::missing),
            journal.sum(JournalReport.Deliveries::deadLetters),
            journal.sum(JournalReport.Deliveries::parked),
            journal.sum(JournalReport.Deliveries::unknown),
            journal.miscounted(),
            some(journal.sum(JournalReport.Deliveries::changes), "change", "changes"),
            positions);
  }

  private long repaired() {
    return routes.stream().mapToLong(Route::repaired).sum();
  }

  /**
   * One route.
   *
   * @param name such as {@code orders#0}
   * @param target the destination's name
   * @param sourceRows rows that the source makes
   * @param destinationRows rows that were read at the destination
   * @param missing rows that should be there
   * @param extra rows of no record
   * @param different rows with other values
   * @param retained rows that are there, or not there, by rule: actions, or a transform that gives
   *     null
   * @param failed records without a row to compare: unreadable, refused, or their transform failed
   * @param moving rows that were written so often that nothing could be decided
   * @param repaired rows sent again or removed
   * @param sourceDigest of the rows that should be there, in any order
   * @param destinationDigest of the rows that are there, retained ones left out
   * @param examples some of each kind
   */
  public record Route(
      String name,
      String target,
      long sourceRows,
      long destinationRows,
      long missing,
      long extra,
      long different,
      long retained,
      long failed,
      long moving,
      long repaired,
      String sourceDigest,
      String destinationDigest,
      List<Example> examples) {
    /** Copies the examples. */
    public Route {
      examples = List.copyOf(examples);
    }

    /** Whether nothing is missing, extra, different or unknown. */
    public boolean isEqual() {
      return missing + extra + different + failed + moving == 0;
    }
  }

  /**
   * One row that is not as it should be.
   *
   * @param kind what is wrong
   * @param key of the row, or the id of the record where there is no row
   * @param detail which fields differ, or why it failed; never the values
   */
  public record Example(Kind kind, String key, String detail) {
    /** Such as {@code different {"id":"o1"}: total}. */
    @Override
    public String toString() {
      return kind.name().toLowerCase(Locale.ROOT)
          + " "
          + key
          + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /** What may be wrong with a row. */
  public enum Kind {
    /** It should be there. */
    MISSING,
    /** It should not be there. */
    EXTRA,
    /** It has other values. */
    DIFFERENT,
    /** There is nothing to compare. */
    FAILED
  }
}
