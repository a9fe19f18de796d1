package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.cli.lines.Line;
import io.s3db.cli.lines.RecordLines;
import io.s3db.cli.place.Interruption;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Progress;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the records of a file, and counts what becomes of them. */
final class Import {
  /** The codes of failures that the next line would meet as well. */
  private static final Set<String> OF_ALL =
      Set.of("DAEMON_UNREACHABLE", "UNAUTHENTICATED", "READ_ONLY", "INTERRUPTED");

  private final Records records;
  private final String resource;
  private final Rules rules;
  private final Consumer<Outcome> failed;
  private long read;
  private long written;
  private long failures;
  private boolean stopped;

  /**
   * How to go about it.
   *
   * @param upsert whether records that are there are updated
   * @param skip whether to go on after a line that failed
   */
  record Rules(boolean upsert, boolean skip) {}

  /**
   * An import into a resource.
   *
   * @param failed told of every line that was not written
   */
  Import(Records records, String resource, Rules rules, Consumer<Outcome> failed) {
    this.records = records;
    this.resource = resource;
    this.rules = rules;
    this.failed = failed;
  }

  /** Reads to the end, or to the first failure. An interrupt ends it as well. */
  void run(RecordLines lines, Progress progress) throws IOException {
    try (Writes writes = new Writes(this::write)) {
      try {
        while (!stopped && !Interruption.stopping()) {
          Optional<Line> next = lines.next();
          if (next.isEmpty()) {
            break;
          }
          read++;
          writes.add(next.get(), this::count);
          progress.at(lines.position());
        }
        writes.finish(this::count);
      } catch (InterruptedException | ClosedByInterruptException _) {
        Thread.currentThread().interrupt();
        stopped = true;
      }
      progress.say(String.format(Locale.ROOT, "%,d records", written));
    }
  }

  private void write(Line.Read line) {
    if (!rules.upsert) {
      records.insert(resource, line.record());
      return;
    }
    if (!(line.record().get("id") instanceof String)) {
      throw new S3dbException(
          "ID_MISSING",
          "It has no id that is a text, and --upsert finds records by their ids.",
          "Give each record an id, or leave --upsert out.");
    }
    records.upsert(resource, line.record());
  }

  private void count(Outcome outcome) {
    if (outcome.written()) {
      written++;
      return;
    }
    failures++;
    failed.accept(outcome);
    S3dbException failure = outcome.failure();
    stopped |= !rules.skip || (failure != null && OF_ALL.contains(failure.code()));
  }

  /** Whether it ended before the file did. */
  boolean stopped() {
    return stopped || Interruption.stopping();
  }

  long written() {
    return written;
  }

  long failures() {
    return failures;
  }

  /** The counts, for programs. */
  Document toDocument(double seconds) {
    return Document.of(
        "resource", resource,
        "read", read,
        "written", written,
        "failed", failures,
        "stopped", stopped(),
        "seconds", seconds);
  }
}
