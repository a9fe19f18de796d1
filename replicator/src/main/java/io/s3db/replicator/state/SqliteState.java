package io.s3db.replicator.state;

import io.s3db.Document;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state in one SQLite file, which anybody can open and read.
 *
 * <p>Every transaction is forced to the disk. One connection writes, another reads, so that looking
 * something up does not wait for the disk. When the disk is full, space that was held back is given
 * up: what is in flight can still be saved. It is taken again when there is room.
 */
public final class SqliteState implements StateStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteState.class);
  private static final long BALLAST_BYTES = 4L << 20;

  private final Path file;
  private final Sql writer;
  private final Sql reader;
  private final Changes changes;
  private final @Nullable Ballast ballast;
  private volatile Consequences consequences = _ -> List.of();
  private volatile @Nullable JournalException broken;
  private volatile boolean reserveInUse;

  private SqliteState(Path file, Sql writer, Sql reader, @Nullable Ballast ballast) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.changes = new Changes(writer);
    this.ballast = ballast;
  }

  /**
   * Opens a state file; makes it if it is missing.
   *
   * @throws JournalException if the file is damaged, of another program, or of another format
   */
  public static SqliteState open(Path file) {
    Ballast ballast =
        new Ballast(file.resolveSibling(file.getFileName() + ".ballast"), BALLAST_BYTES);
    Sql writer = new Sql(StateFile.open(file));
    ballast.fill();
    return new SqliteState(file, writer, new Sql(StateFile.open(file)), ballast);
  }

  /** A state that is gone when it is closed. */
  public static SqliteState inMemory() {
    try {
      Sql sql = new Sql(StateFile.inMemory());
      return new SqliteState(Path.of("(memory)"), sql, sql, null);
    } catch (SQLException e) {
      throw StateFile.unusable(Path.of("(memory)"), e);
    }
  }

  /** Lets changes have consequences, which become durable in the same transaction. */
  public void consequences(Consequences more) {
    consequences = more;
  }

  @Override
  public void apply(List<StateChange> list) {
    JournalException earlier = broken;
    if (earlier != null) {
      throw earlier;
    }
    try {
      write(list);
    } catch (SQLException e) {
      if (StateFile.isFull(file, e)) {
        throw StateFile.full(file, e); // it can be tried again
      }
      JournalException failure = StateFile.unusable(file, e);
      broken = failure;
      throw failure;
    }
  }

  private void write(List<StateChange> list) throws SQLException {
    withReserve(() -> transaction(list));
  }

  /** On a full disk the work is done again with the reserve, if that is still held. */
  private void withReserve(Sql.Work work) throws SQLException {
    try {
      work.run();
    } catch (SQLException e) {
      boolean full = StateFile.isFull(file, e);
      reserveInUse |= full;
      if (!full || ballast == null || !ballast.give()) {
        throw e;
      }
      LOG.error("The disk of {} is full: free some space now. The last reserve is in use.", file);
      work.run();
    }
    if (reserveInUse && ballast != null && StateFile.room(file) >= StateFile.NEEDED) {
      reserveInUse = false;
      ballast.fill();
    }
  }

  private void transaction(List<StateChange> list) throws SQLException {
    writer.transaction(
        () -> {
          for (StateChange change : list) {
            changes.write(change);
            for (StateChange consequence : consequences.of(change)) {
              changes.write(consequence);
            }
          }
        });
  }

  @Override
  public Optional<List<Position>> checkpoint(StreamId stream) {
    return row(
        "SELECT positions FROM checkpoint WHERE replicator = ? AND route = ?",
        row -> PositionsText.read(row.getString(1), Partition.COUNT),
        stream.replicator(),
        stream.route());
  }

  @Override
  public Set<StreamId> streams() {
    return new LinkedHashSet<>(
        rows(
            "SELECT replicator, route FROM checkpoint ORDER BY 1, 2",
            row -> new StreamId(row.getString(1), row.getString(2))));
  }

  @Override
  public List<ParkedChange> parked(StreamId stream) {
    return rows(
        "SELECT delivery, place, event, attempts, error, dependent, next_attempt FROM parked"
            + " WHERE replicator = ? AND route = ? ORDER BY place, delivery",
        row ->
            new ParkedChange(
                stream,
                DeliveryId.parse(row.getString(1)),
                row.getLong(2),
                EventJson.read(row.getString(3)),
                row.getInt(4),
                row.getString(5),
                row.getBoolean(6),
                Instant.parse(row.getString(7))),
        stream.replicator(),
        stream.route());
  }

  @Override
  public Optional<DeadLetter> deadLetter(String replicator, DeliveryId id) {
    return row(
        "SELECT * FROM dead_letter WHERE replicator = ? AND delivery = ?",
        StateRows::letter,
        replicator,
        id.toString());
  }

  @Override
  public List<DeadLetter> deadLetters(String replicator, DeadLetter.Status status, int limit) {
    return rows(
        "SELECT * FROM dead_letter WHERE replicator = ? AND status = ?"
            + " ORDER BY buried_at, rowid LIMIT ?",
        StateRows::letter,
        replicator,
        status.name(),
        limit);
  }

  @Override
  public List<DeadLetter> deadLetters(
      String replicator,
      DeadLetter.Status status,
      String resource,
      @Nullable DeliveryId after,
      int limit) {
    String last = after == null ? "" : after.toString();
    return rows(
        "SELECT * FROM dead_letter WHERE replicator = ? AND status = ?"
            + " AND (? = '' OR resource = ?) AND (? = '' OR (buried_at, rowid) > (SELECT buried_at,"
            + " rowid FROM dead_letter WHERE replicator = ? AND delivery = ?))"
            + " ORDER BY buried_at, rowid LIMIT ?",
        StateRows::letter,
        replicator,
        status.name(),
        resource,
        resource,
        last,
        replicator,
        last,
        limit);
  }

  @Override
  public List<DeadLetter> deadLettersOf(String replicator, String resource, String recordId) {
    return rows(
        "SELECT * FROM dead_letter WHERE replicator = ? AND resource = ? AND record_id = ?"
            + " AND status = 'DEAD' ORDER BY buried_at, rowid",
        StateRows::letter,
        replicator,
        resource,
        recordId);
  }

  @Override
  public long deadLetterCount(String replicator, DeadLetter.Status status) {
    return row(
            "SELECT count(*) FROM dead_letter WHERE replicator = ? AND status = ?",
            row -> row.getLong(1),
            replicator,
            status.name())
        .orElseThrow();
  }

  @Override
  public long parkedCount(String replicator) {
    return row(
            "SELECT count(*) FROM parked WHERE replicator = ?", row -> row.getLong(1), replicator)
        .orElseThrow();
  }

  @Override
  public Optional<Key> mappedKey(
      String replicator, String target, String resource, String recordId) {
    return row(
        "SELECT row_key FROM key_map"
            + " WHERE replicator = ? AND target = ? AND resource = ? AND record_id = ?",
        row -> new Key(Document.parse(row.getString(1))),
        replicator,
        target,
        resource,
        recordId);
  }

  @Override
  public Set<Key> suspectKeys(String replicator, String target, String resource, String recordId) {
    return new LinkedHashSet<>(
        rows(
            "SELECT row_key FROM suspect_key"
                + " WHERE replicator = ? AND target = ? AND resource = ? AND record_id = ?",
            row -> new Key(Document.parse(row.getString(1))),
            replicator,
            target,
            resource,
            recordId));
  }

  @Override
  public Set<String> suspectTargets(String replicator) {
    return new LinkedHashSet<>(
        rows(
            "SELECT DISTINCT target FROM suspect_key WHERE replicator = ?",
            row -> row.getString(1),
            replicator));
  }

  @Override
  public Set<String> mappedTargets(String replicator) {
    return new LinkedHashSet<>(
        rows(
            "SELECT DISTINCT target FROM key_map WHERE replicator = ?",
            row -> row.getString(1),
            replicator));
  }

  @Override
  public Set<String> fieldsWritten(String replicator, String route) {
    return new LinkedHashSet<>(
        rows(
            "SELECT field FROM field_written WHERE replicator = ? AND route = ?",
            row -> row.getString(1),
            replicator,
            route));
  }

  @Override
  public List<PendingLog> pendingLog(int limit) {
    return rows(
        "SELECT * FROM log_entry WHERE pending = 1 ORDER BY id LIMIT ?",
        row -> new PendingLog(StateRows.logEntry(row), row.getLong("revision")),
        limit);
  }

  @Override
  public List<LogEntry> openLog(String replicator) {
    return rows(
        "SELECT * FROM log_entry WHERE replicator = ? AND status = 'ERROR' AND NOT EXISTS (SELECT *"
            + " FROM dead_letter WHERE dead_letter.replicator = log_entry.replicator"
            + " AND dead_letter.delivery = log_entry.delivery) ORDER BY id",
        StateRows::logEntry,
        replicator);
  }

  @Override
  public Map<String, Long> counters(String replicator) {
    Map<String, Long> counters = new HashMap<>();
    rows(
            "SELECT name, value FROM counter WHERE replicator = ?",
            row -> Map.entry(row.getString(1), row.getLong(2)),
            replicator)
        .forEach(entry -> counters.put(entry.getKey(), entry.getValue()));
    return counters;
  }

  @Override
  public Optional<String> note(String name) {
    return row("SELECT text FROM note WHERE name = ?", row -> row.getString(1), name);
  }

  @Override
  public void note(String name, String text) {
    try {
      withReserve(() -> writer.run("INSERT OR REPLACE INTO note VALUES (?, ?)", name, text));
    } catch (SQLException e) {
      if (StateFile.isFull(file, e)) {
        throw StateFile.full(file, e);
      }
      throw StateFile.unusable(file, e);
    }
  }

  /** What it holds of single records. */
  public RecordState records() {
    return new RecordState(file, reader, writer);
  }

  @Override
  public void close() {
    try {
      reader.close();
      writer.close();
    } catch (SQLException e) {
      LOG.warn("{} did not close cleanly; it repairs itself when it is opened", file, e);
    }
  }

  private <T> Optional<T> row(String sql, Sql.Reader<T> read, Object... values) {
    try {
      return reader.row(sql, read, values);
    } catch (SQLException e) {
      throw StateFile.unusable(file, e);
    }
  }

  private <T> List<T> rows(String sql, Sql.Reader<T> read, Object... values) {
    try {
      return reader.rows(sql, read, values);
    } catch (SQLException e) {
      throw StateFile.unusable(file, e);
    }
  }
}
