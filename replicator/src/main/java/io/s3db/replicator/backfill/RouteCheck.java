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
import java.util.TreeMap;
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
      IdWalk walk = new IdWalk(parts.records(), route.resource(), null);
      KeyFields keys = destination.sink().prepare(target, sample(walk, reads));
      ExpectedRows rows = new ExpectedRows(route, target, keys, reader, destination);
      walk.back();
      readSource(walk, reads, rows, scratch);
      readDestination(keys, scratch);
      scratch.suspectUnseen();
      Judge judge = new Judge(reads, rows, keys, scratch);
      judge.judgeAll();
      findings.repaired = repairs.done();
      return findings.report(route);
    }
  }

  /** A row that the route makes: the destination tells the key of its target by it. */
  private Document sample(IdWalk walk, Reads reads) throws InterruptedException {
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

  /** What is known of a record before the destination is read. */
  private sealed interface Foreseen {
    /** There is nothing to compare. */
    record Nothing() implements Foreseen {}

    /** A row of this key is expected, or may be there by rule. */
    record Row(String key, Expected expected) implements Foreseen {}

    /** Nobody can tell what its row should be. */
    record Failed(String id, String why) implements Foreseen {}
  }

  private void readSource(IdWalk walk, Reads reads, ExpectedRows rows, Scratch scratch)
      throws InterruptedException {
    try (Ahead<InterruptedException> ahead = new Ahead<>(InterruptedException.class)) {
      ahead.each(
          walk,
          id -> foresee(id, reads.one(route.resource(), id), rows),
          each -> {
            meter.read();
            switch (each) {
              case Foreseen.Nothing() -> {}
              case Foreseen.Row(String key, Expected expected) -> scratch.put(key, expected);
              case Foreseen.Failed(String id, String why) -> findings.wrong(Kind.FAILED, id, why);
            }
          });
    }
  }

  private Foreseen foresee(String id, Reads.Result read, ExpectedRows rows)
      throws InterruptedException {
    return switch (read) {
      case Reads.Result.Gone _ -> new Foreseen.Nothing();
      case Reads.Result.Unreadable(var why) ->
          new Foreseen.Failed(id, String.valueOf(why.getMessage()));
      case Reads.Result.Found(State state) ->
          switch (rows.of(state)) {
            case Result.Row(StoredRow row) ->
                new Foreseen.Row(row.key().toJson(), new Expected(id, false, digest(row)));
            case Result.Retained(String key) ->
                new Foreseen.Row(key, new Expected(id, true, RowDigest.NONE));
            case Result.Failed(String why) -> new Foreseen.Failed(id, why);
          };
    };
  }

  /** A row at the destination: what is compared of it, and where the next page goes on. */
  private record Seen(String key, RowDigest digest, Document at) {}

  private void readDestination(KeyFields keys, Scratch scratch)
      throws SinkException, InterruptedException {
    try (Ahead<SinkException> ahead = new Ahead<>(SinkException.class)) {
      ahead.pages(
          before -> page(keys, before),
          (Seen each) -> {
            meter.read();
            findings.destinationRows++;
            compare(each.key(), each.digest(), scratch);
          });
    }
  }

  private List<Seen> page(KeyFields keys, @Nullable List<Seen> before)
      throws SinkException, InterruptedException {
    @Nullable Document after = before == null ? null : before.getLast().at();
    return reader.rows(target, keys, after, PAGE).stream()
        .map(row -> new Seen(row.key().toJson(), digest(row), row.key()))
        .toList();
  }

  private void compare(String key, RowDigest digest, Scratch scratch) {
    Optional<Expected> expected = scratch.find(key);
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

  private RowDigest digest(StoredRow row) {
    return RowDigest.of(comparable(row));
  }

  private Map<String, @Nullable Object> comparable(StoredRow row) {
    Map<String, @Nullable Object> fields = new TreeMap<>(row.key().toMap());
    if (!keysOnly) {
      row.fields()
          .toMap()
          .forEach(
              (name, value) -> {
                if (value != null && !options.ignores(name)) {
                  fields.put(name, value);
                }
              });
    }
    return fields;
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
      RowDigest digest = digest(row);
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
      Map<String, @Nullable Object> one = comparable(row);
      Map<String, @Nullable Object> other = comparable(there);
      Set<String> names = new TreeSet<>(one.keySet());
      names.addAll(other.keySet());
      names.removeIf(name -> Document.same(one.get(name), other.get(name)));
      return String.join(", ", names);
    }
  }
}
