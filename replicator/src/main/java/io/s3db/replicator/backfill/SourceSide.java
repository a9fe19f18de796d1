package io.s3db.replicator.backfill;

import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.backfill.ExpectedRows.Result;
import io.s3db.replicator.backfill.Scratch.Expected;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.spi.StoredRow;

/** Reads every record of a route once, and notes the row that it should have. */
final class SourceSide {
  private final RouteParts parts;
  private final RowForm form;
  private final Reads reads;
  private final ExpectedRows rows;
  private final Scratch scratch;

  SourceSide(RouteParts parts, Reads reads, ExpectedRows rows, Scratch scratch) {
    this.parts = parts;
    this.form = parts.form();
    this.reads = reads;
    this.rows = rows;
    this.scratch = scratch;
  }

  /** What is known of a record before the destination is read. */
  private sealed interface Foreseen {
    /** There is nothing to compare. */
    record Nothing() implements Foreseen {}

    /** A row of this key is expected, or may be there by rule. */
    record Row(String key, Expected expected) implements Foreseen {}

    /** Nobody can tell what its row should be. */
    record Failed(String id, String why) implements Foreseen {}
  }

  void read(IdWalk walk) throws InterruptedException {
    try (Ahead<InterruptedException> ahead = new Ahead<>(InterruptedException.class)) {
      ahead.each(walk, this::foresee, this::note);
    }
  }

  private Foreseen foresee(String id) throws InterruptedException {
    return switch (reads.one(parts.route().resource(), id)) {
      case Reads.Result.Gone _ -> new Foreseen.Nothing();
      case Reads.Result.Unreadable(var why) ->
          new Foreseen.Failed(id, String.valueOf(why.getMessage()));
      case Reads.Result.Found(State state) ->
          switch (rows.of(state)) {
            case Result.Row(StoredRow row) ->
                new Foreseen.Row(row.key().toJson(), new Expected(id, false, form.digest(row)));
            case Result.Retained(String key) ->
                new Foreseen.Row(key, new Expected(id, true, RowDigest.NONE));
            case Result.Failed(String why) -> new Foreseen.Failed(id, why);
          };
    };
  }

  private void note(Foreseen each) {
    parts.meter().read();
    switch (each) {
      case Foreseen.Nothing() -> {}
      case Foreseen.Row(String key, Expected expected) -> scratch.put(key, expected);
      case Foreseen.Failed(String id, String why) -> parts.findings().wrong(Kind.FAILED, id, why);
    }
  }
}
