package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.backfill.ExpectedRows.Result;
import io.s3db.replicator.backfill.Scratch.Expected;
import io.s3db.replicator.backfill.Scratch.Suspect;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.capture.Watch;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of one route with what the source makes of its records now.
 *
 * <p>Both sides are read once while writes go on, so what seems to differ may only be under way. It
 * is looked at again: the record, then the destination once it has everything that was written
 * before, then the record again. What differs although the record did not change is wrong.
 */
final class RouteCheck {
  private static final int PAGE = 500;
  private static final int AGAIN = 100;
  private static final int ATTEMPTS = 5;

  private final SyncParts parts;
  private final VerifyTarget destination;
  private final Route route;
  private final VerifyOptions options;
  private final CatchUp catchUp;
  private final Repairs repairs;
  private final VerifyMeter meter;
  private final Verifiable reader;
  private final Target target;
  private final Findings findings;
  private final boolean keysOnly;
  private final Instant startedAt;

  RouteCheck(
      SyncParts parts,
      VerifyTarget destination,
      Verifiable reader,
      Route route,
      VerifyOptions options,
      CatchUp catchUp,
      Repairs repairs,
      VerifyMeter meter) {
    this.parts = parts;
    this.destination = destination;
    this.reader = reader;
    this.route = route;
    this.options = options;
    this.catchUp = catchUp;
    this.repairs = repairs;
    this.meter = meter;
    this.target = destination.targets().apply(route);
    this.findings = new Findings(options.examples());
    this.keysOnly = !route.actions().contains(Operation.UPDATE);
    this.startedAt = parts.time().instant();
  }

  VerifyReport.Route run() throws SinkException, InterruptedException, SyncHalt {
    try (Scratch scratch = new Scratch();
        Reads reads = new Reads(parts.records())) {
      KeyFields keys = destination.sink().prepare(target, sample(reads));
      ExpectedRows rows = new ExpectedRows(route, target, keys, reader, destination);
      readSource(reads, rows, scratch);
      readDestination(keys, scratch);
      scratch.suspectUnseen();
      Judge judge = new Judge(reads, rows, keys, scratch);
      judge.judgeAll();
      findings.repaired = repairs.done();
      return findings.report(route);
    }
  }

  /** A row that the route makes: the destination tells the key of its target by it. */
  private Document sample(Reads reads) throws InterruptedException {
    IdWalk walk = new IdWalk(parts.records(), route.resource(), null);
    for (List<String> ids = walk.next(AGAIN); !ids.isEmpty(); ids = walk.next(AGAIN)) {
      for (Reads.Result each : reads.all(route.resource(), ids).values()) {
        if (each instanceof Reads.Result.Found(State state)) {
          Optional<Document> row = ExpectedRows.sample(destination.routing(), route, state);
          if (row.isPresent()) {
            return row.get();
          }
        }
      }
    }
    Document.Builder empty = Document.builder().put("id", "");
    route.key().forEach(name -> empty.put(name, ""));
    return empty.build();
  }

  private void readSource(Reads reads, ExpectedRows rows, Scratch scratch)
      throws InterruptedException {
    IdWalk walk = new IdWalk(parts.records(), route.resource(), null);
    for (List<String> ids = walk.next(PAGE); !ids.isEmpty(); ids = walk.next(PAGE)) {
      for (Map.Entry<String, Reads.Result> each : reads.all(route.resource(), ids).entrySet()) {
        expect(each.getKey(), each.getValue(), rows, scratch);
      }
      meter.read(ids.size());
    }
  }

  private void expect(String id, Reads.Result read, ExpectedRows rows, Scratch scratch)
      throws InterruptedException {
    switch (read) {
      case Reads.Result.Gone _ -> {}
      case Reads.Result.Unreadable(var why) ->
          findings.wrong(Kind.FAILED, id, String.valueOf(why.getMessage()));
      case Reads.Result.Found(State state) -> {
        switch (rows.of(state)) {
          case Result.Row(StoredRow row) ->
              scratch.put(row.key().toJson(), new Expected(id, false, digest(row)));
          case Result.Retained(String key) -> scratch.put(key, new Expected(id, true, ""));
          case Result.Failed(String why) -> findings.wrong(Kind.FAILED, id, why);
        }
      }
    }
  }

  private void readDestination(KeyFields keys, Scratch scratch)
      throws SinkException, InterruptedException {
    @Nullable Document after = null;
    for (List<StoredRow> page = reader.rows(target, keys, after, PAGE);
        !page.isEmpty();
        page = reader.rows(target, keys, after, PAGE)) {
      for (StoredRow row : page) {
        findings.destinationRows++;
        compare(row, scratch);
      }
      meter.read(page.size());
      after = page.getLast().key();
    }
  }

  private void compare(StoredRow row, Scratch scratch) {
    String key = row.key().toJson();
    Optional<Expected> expected = scratch.find(key);
    String digest = digest(row);
    if (expected.isEmpty()) {
      scratch.suspect(key, null);
    } else if (expected.get().retained()) {
      findings.retained++;
    } else {
      scratch.see(key);
      if (expected.get().digest().equals(digest)) {
        findings.expected(digest);
        findings.present(digest);
      } else {
        scratch.suspect(key, expected.get().record());
      }
    }
  }

  private String digest(StoredRow row) {
    return RowDigest.of(comparable(row).toMap());
  }

  private Document comparable(StoredRow row) {
    if (keysOnly) {
      return row.key();
    }
    Document.Builder fields = row.key().toBuilder();
    row.fields()
        .toMap()
        .forEach(
            (name, value) -> {
              if (value != null && !options.ignores(name)) {
                fields.put(name, value);
              }
            });
    return fields.build();
  }

  /** Decides about rows that seemed to differ. */
  private final class Judge {
    private final Reads reads;
    private final ExpectedRows rows;
    private final KeyFields keys;
    private final Scratch scratch;

    Judge(Reads reads, ExpectedRows rows, KeyFields keys, Scratch scratch) {
      this.reads = reads;
      this.rows = rows;
      this.keys = keys;
      this.scratch = scratch;
    }

    void judgeAll() throws SinkException, InterruptedException, SyncHalt {
      String after = "";
      List<Suspect> some = scratch.suspects(after, AGAIN);
      while (!some.isEmpty()) {
        after = some.getLast().key();
        List<Suspect> left = some;
        for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
          left = judge(left);
        }
        findings.moving += left.size();
        repairs.flush(route);
        some = scratch.suspects(after, AGAIN);
      }
    }

    /** Returns those that were written meanwhile. */
    private List<Suspect> judge(List<Suspect> suspects)
        throws SinkException, InterruptedException, SyncHalt {
      try (Watch watch = parts.capture().watch(route.resource(), ids(suspects))) {
        return judge(suspects, watch);
      }
    }

    private List<Suspect> judge(List<Suspect> suspects, Watch watch)
        throws SinkException, InterruptedException, SyncHalt {
      Instant since = parts.time().instant();
      Map<String, Reads.Result> before = records(suspects);
      catchUp.await();
      Map<String, StoredRow> there = new HashMap<>();
      List<Document> wanted = suspects.stream().map(each -> Document.parse(each.key())).toList();
      for (StoredRow row : reader.find(target, keys, wanted)) {
        there.put(row.key().toJson(), row);
      }
      Map<String, Reads.Result> now = records(suspects);
      List<Suspect> undecided = new ArrayList<>();
      for (Suspect each : suspects) {
        String id = record(each);
        Reads.Result read = read(now, id);
        StoredRow row = there.get(each.key());
        if (sameState(read(before, id), read) && !isMoving(watch, id, row, since)) {
          judge(each, id, read, row);
        } else {
          undecided.add(each);
        }
      }
      return undecided;
    }

    /**
     * Whether the record was written since we began, which two equal readings do not show if it was
     * there and is gone again: by this process, or by another one, which the row tells.
     */
    private static boolean isMoving(
        Watch watch, @Nullable String id, @Nullable StoredRow row, Instant since)
        throws InterruptedException {
      boolean written = id != null && watch.unlessWritten(id, () -> {}).isPresent();
      return written
          || (row != null
              && row.version()
                  .map(version -> version.millis() >= since.toEpochMilli())
                  .orElse(false));
    }

    private static Reads.Result read(Map<String, Reads.Result> results, @Nullable String id) {
      return id == null
          ? new Reads.Result.Gone()
          : Objects.requireNonNull(results.get(id), "it was read");
    }

    private static boolean sameState(Reads.Result one, Reads.Result other) {
      if (one instanceof Reads.Result.Found(State a)
          && other instanceof Reads.Result.Found(State b)) {
        return a.version().equals(b.version());
      }
      return one.getClass() == other.getClass();
    }

    private Map<String, Reads.Result> records(List<Suspect> suspects) throws InterruptedException {
      return reads.all(route.resource(), List.copyOf(ids(suspects)));
    }

    private Set<String> ids(List<Suspect> suspects) {
      Set<String> ids = new TreeSet<>();
      for (Suspect each : suspects) {
        String id = record(each);
        if (id != null) {
          ids.add(id);
        }
      }
      return ids;
    }

    /** The record that makes the row, or that may: of many rows the key is the record's id. */
    private @Nullable String record(Suspect suspect) {
      if (suspect.record() != null) {
        return suspect.record();
      }
      Map<String, @Nullable Object> key = Document.parse(suspect.key()).toMap();
      return key.size() == 1
              && key.values().iterator().next() instanceof String text
              && !text.isEmpty()
          ? text
          : null;
    }

    private void judge(
        Suspect suspect, @Nullable String id, Reads.Result read, @Nullable StoredRow there)
        throws InterruptedException {
      Result should =
          read instanceof Reads.Result.Found(State state)
              ? rows.of(state)
              : new Result.Failed("there is no record");
      String key = suspect.key();
      if (should instanceof Result.Row(StoredRow row) && row.key().toJson().equals(key)) {
        shouldBeThere(key, Objects.requireNonNull(id), row, there);
      } else if (there != null) {
        boolean byRule = should instanceof Result.Retained(String place) && place.equals(key);
        shouldNotBeThere(suspect, there, byRule, read instanceof Reads.Result.Gone);
      }
    }

    private void shouldBeThere(String key, String id, StoredRow row, @Nullable StoredRow there) {
      String digest = digest(row);
      if (there == null && !route.actions().contains(Operation.INSERT)) {
        findings.retained++;
        return;
      }
      findings.expected(digest);
      if (there == null) {
        findings.wrong(Kind.MISSING, key, "");
        repairs.copy(route, id);
      } else {
        findings.present(digest(there));
        if (!digest(there).equals(digest)) {
          findings.wrong(Kind.DIFFERENT, key, differing(row, there));
          repairs.copy(route, id);
        }
      }
    }

    private void shouldNotBeThere(
        Suspect suspect, StoredRow there, boolean byRule, boolean recordIsGone) {
      boolean late =
          there
              .version()
              .map(version -> version.millis() >= startedAt.toEpochMilli())
              .orElse(false);
      if (byRule || !route.actions().contains(Operation.DELETE)) {
        findings.retained++;
      } else if (late && !keys.fromRecordId() && route.transform() != null) {
        findings.moving++; // of a record that was written behind our reading, and is not known
      } else {
        findings.present(digest(there));
        findings.wrong(Kind.EXTRA, suspect.key(), there.version().isEmpty() ? "not ours" : "");
        if (recordIsGone || route.transform() != null) {
          repairs.remove(route, keys, there);
        }
      }
    }

    private String differing(StoredRow row, StoredRow there) {
      Document one = comparable(row);
      Document other = comparable(there);
      Set<String> names = new TreeSet<>(one.names());
      names.addAll(other.names());
      names.removeIf(name -> Document.same(one.toMap().get(name), other.toMap().get(name)));
      return String.join(", ", names);
    }
  }
}
