package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.replicator.backfill.Scratch.Expected;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads every row of a route once, and suspects those that are not as they should be. */
final class DestinationSide {
  private static final int PAGE = 500;

  private final RouteParts parts;
  private final RowForm form;
  private final KeyFields keys;
  private final Scratch scratch;

  DestinationSide(RouteParts parts, KeyFields keys, Scratch scratch) {
    this.parts = parts;
    this.form = parts.form();
    this.keys = keys;
    this.scratch = scratch;
  }

  /** A row: what is compared of it, and where the next page goes on. */
  private record Seen(String key, RowDigest digest, Document at) {}

  void read() throws SinkException, InterruptedException {
    try (Ahead<SinkException> ahead = new Ahead<>(SinkException.class)) {
      ahead.pages(this::page, this::compare);
    }
    scratch.suspectUnseen();
  }

  private List<Seen> page(@Nullable List<Seen> before) throws SinkException, InterruptedException {
    @Nullable Document after = before == null ? null : before.getLast().at();
    return parts.reader().rows(parts.target(), keys, after, PAGE).stream()
        .map(row -> new Seen(row.key().toJson(), form.digest(row), row.key()))
        .toList();
  }

  private void compare(Seen row) {
    parts.meter().read();
    Findings findings = parts.findings();
    findings.destinationRows++;
    Optional<Expected> expected = scratch.find(row.key());
    if (expected.isEmpty()) {
      scratch.suspect(row.key(), null);
    } else if (expected.get().retained()) {
      findings.retained++;
    } else {
      scratch.see(row.key());
      if (expected.get().digest().equals(row.digest())) {
        findings.expected(row.digest());
        findings.present(row.digest());
      } else {
        scratch.suspect(row.key(), expected.get().record());
      }
    }
  }
}
