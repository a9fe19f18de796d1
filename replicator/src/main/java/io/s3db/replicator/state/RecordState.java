package io.s3db.replicator.state;

import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the state holds of one record, for all destinations that it knows. */
public final class RecordState {
  private static final String SECURE = "secure-delete";
  private static final String OF_RECORD =
      " WHERE json_extract(event, '$.resource') = ? AND json_extract(event, '$.recordId') = ?";
  private static final int TRIES = 100;

  private final Path file;
  private final Sql reader;
  private final Sql writer;

  /**
   * What was found, all at one moment.
   *
   * @param checkpoints the positions of all streams, one per partition
   * @param deadLetters superseded and redriven ones included
   */
  public record Found(
      Map<StreamId, List<Position>> checkpoints,
      List<ParkedChange> parked,
      List<DeadLetter> deadLetters,
      List<RowKey> rowKeys,
      List<LogEntry> log) {
    /** Copies the collections. */
    public Found {
      checkpoints = Map.copyOf(checkpoints);
      parked = List.copyOf(parked);
      deadLetters = List.copyOf(deadLetters);
      rowKeys = List.copyOf(rowKeys);
      log = List.copyOf(log);
    }

    /** The positions of a route: of the stream of its own, if it has one. */
    public List<Position> checkpoint(String replicator, String route) {
      List<Position> own = checkpoints.get(new StreamId(replicator, route));
      return own != null
          ? own
          : checkpoints.getOrDefault(StreamId.main(replicator), PositionsText.NONE);
    }
  }

  /** The key of a row, as JSON, where it is not the record's id. */
  public record RowKey(String replicator, String target, String key) {}

  /** How much was erased. */
  public record Erased(int parked, int deadLetters, int rowKeys, int logEntries) {}

  RecordState(Path file, Sql reader, Sql writer) {
    this.file = file;
    this.reader = reader;
    this.writer = writer;
  }

  /** Finds what there is. */
  public Found find(String resource, String recordId) {
    List<Found> found = new ArrayList<>();
    try {
      reader.transaction(() -> found.add(read(resource, recordId)));
    } catch (SQLException e) {
      throw StateFile.unusable(file, e);
    }
    return found.getFirst();
  }

  private Found read(String resource, String recordId) throws SQLException {
    Map<StreamId, List<Position>> checkpoints = new HashMap<>();
    reader
        .rows(
            "SELECT replicator, route, positions FROM checkpoint",
            row ->
                Map.entry(
                    new StreamId(row.getString(1), row.getString(2)),
                    PositionsText.read(row.getString(3), Partition.COUNT)))
        .forEach(each -> checkpoints.put(each.getKey(), each.getValue()));
    return new Found(
        checkpoints,
        reader.rows(
            "SELECT replicator, route, delivery, place, event, attempts, error, dependent,"
                + " next_attempt FROM parked"
                + OF_RECORD
                + " ORDER BY place, delivery",
            row ->
                new ParkedChange(
                    new StreamId(row.getString(1), row.getString(2)),
                    DeliveryId.parse(row.getString(3)),
                    row.getLong(4),
                    EventJson.read(row.getString(5)),
                    row.getInt(6),
                    row.getString(7),
                    row.getBoolean(8),
                    Instant.parse(row.getString(9))),
            resource,
            recordId),
        reader.rows(
            "SELECT * FROM dead_letter WHERE resource = ? AND record_id = ?"
                + " ORDER BY buried_at, rowid",
            StateRows::letter,
            resource,
            recordId),
        reader.rows(
            "SELECT replicator, target, row_key FROM key_map WHERE resource = ? AND record_id = ?"
                + " ORDER BY 1, 2",
            row -> new RowKey(row.getString(1), row.getString(2), row.getString(3)),
            resource,
            recordId),
        reader.rows(
            "SELECT * FROM log_entry WHERE resource = ? AND record_id = ? ORDER BY id",
            StateRows::logEntry,
            resource,
            recordId));
  }

  /**
   * Erases what there is: when this returns no file of the state holds it. Only while no
   * destination is at work.
   *
   * @param rowKeys whether the keys of its rows are erased too: they are needed to find the rows of
   *     a record that is still there
   * @throws JournalException if it cannot be erased, or another program has the file open
   */
  public Erased erase(String resource, String recordId, boolean rowKeys) {
    List<Erased> erased = new ArrayList<>();
    try {
      writer.transaction(() -> erased.add(delete(resource, recordId, rowKeys)));
      clean();
    } catch (SQLException e) {
      throw StateFile.unusable(file, e);
    }
    return erased.getFirst();
  }

  private Erased delete(String resource, String recordId, boolean rowKeys) throws SQLException {
    String plain = " WHERE resource = ? AND record_id = ?";
    return new Erased(
        writer.run("DELETE FROM parked" + OF_RECORD, resource, recordId),
        writer.run("DELETE FROM dead_letter" + plain, resource, recordId),
        rowKeys ? writer.run("DELETE FROM key_map" + plain, resource, recordId) : 0,
        writer.run("DELETE FROM log_entry" + plain, resource, recordId));
  }

  /**
   * SQLite overwrites what it deletes, since this version asks it to; pages that were freed before
   * are rewritten once. What is in the write-ahead log goes when that is emptied.
   */
  private void clean() throws SQLException {
    if (writer.row("SELECT text FROM note WHERE name = ?", row -> 1, SECURE).isEmpty()) {
      writer.run("VACUUM");
      writer.run("INSERT OR REPLACE INTO note VALUES (?, ?)", SECURE, "since then");
    }
    for (int i = 0; i < TRIES; i++) {
      if (isEmptied()) {
        return;
      }
    }
    throw new JournalException(
        "STATE_NOT_ERASED",
        "What was deleted in "
            + file
            + " is still in its write-ahead log: another program reads it.",
        "Close the other program, then purge again.",
        null);
  }

  /** Nobody reads meanwhile: a reader would keep the log from being emptied. */
  private boolean isEmptied() throws SQLException {
    List<Boolean> done = new ArrayList<>();
    reader.exclusively(
        () ->
            done.add(
                writer
                    .row("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1) == 0)
                    .orElse(true)));
    return done.getFirst();
  }
}
