package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.backfill.ExpectedRows.Result;
import io.s3db.replicator.backfill.Scratch.Suspect;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.capture.Watch;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.StoredRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides about rows that seemed to differ.
 *
 * <p>Both sides were read while writes went on, so what seems to differ may only be under way. It
 * is looked at again: the record, then the destination once it has everything that was written
 * before, then the record again. What differs although the record did not change is wrong.
 */
final class Judge {
  private static final int AGAIN = 100;
  private static final int ATTEMPTS = 5;

  private final RouteParts parts;
  private final Route route;
  private final Findings findings;
  private final RowForm form;
  private final long startedAt;
  private final Reads reads;
  private final ExpectedRows rows;
  private final KeyFields keys;
  private final Scratch scratch;

  /**
   * Makes one.
   *
   * @param startedAt the milliseconds of a version made before anything was read
   */
  Judge(
      RouteParts parts,
      long startedAt,
      Reads reads,
      ExpectedRows rows,
      KeyFields keys,
      Scratch scratch) {
    this.parts = parts;
    this.route = parts.route();
    this.findings = parts.findings();
    this.form = parts.form();
    this.startedAt = startedAt;
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
      parts.repairs().flush(route);
      some = scratch.suspects(after, AGAIN);
    }
  }

  /** Returns those that were written meanwhile. */
  private List<Suspect> judge(List<Suspect> suspects)
      throws SinkException, InterruptedException, SyncHalt {
    try (Watch watch = parts.parts().capture().watch(route.resource(), ids(suspects))) {
      return judge(suspects, watch);
    }
  }

  private List<Suspect> judge(List<Suspect> suspects, Watch watch)
      throws SinkException, InterruptedException, SyncHalt {
    long since = parts.parts().clock().next().millis();
    Map<String, Reads.Result> before = records(suspects);
    parts.catchUp().await();
    Map<String, StoredRow> there = new HashMap<>();
    List<Document> wanted = suspects.stream().map(each -> Document.parse(each.key())).toList();
    for (StoredRow row : parts.reader().find(parts.target(), keys, wanted)) {
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
      Watch watch, @Nullable String id, @Nullable StoredRow row, long since)
      throws InterruptedException {
    boolean written = id != null && watch.unlessWritten(id, () -> {}).isPresent();
    return written
        || (row != null && row.version().map(version -> version.millis() >= since).orElse(false));
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
    RowDigest digest = form.digest(row);
    if (there == null && !route.actions().contains(Operation.INSERT)) {
      findings.retained++;
      return;
    }
    findings.expected(digest);
    if (there == null) {
      findings.wrong(Kind.MISSING, key, "");
      parts.repairs().copy(route, id);
    } else {
      findings.present(form.digest(there));
      if (!form.digest(there).equals(digest)) {
        findings.wrong(Kind.DIFFERENT, key, form.differing(row, there));
        parts.repairs().copy(route, id);
      }
    }
  }

  private void shouldNotBeThere(
      Suspect suspect, StoredRow there, boolean byRule, boolean recordIsGone) {
    boolean late = there.version().map(version -> version.millis() >= startedAt).orElse(false);
    if (byRule || !route.actions().contains(Operation.DELETE)) {
      findings.retained++;
    } else if (late && !keys.fromRecordId() && route.transform() != null) {
      findings.moving++; // of a record that was written behind our reading, and is not known
    } else {
      findings.present(form.digest(there));
      findings.wrong(Kind.EXTRA, suspect.key(), there.version().isEmpty() ? "not ours" : "");
      if (recordIsGone || route.transform() != null) {
        parts.repairs().remove(route, keys, there);
      }
    }
  }
}
