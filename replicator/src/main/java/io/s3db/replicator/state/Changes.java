package io.s3db.replicator.state;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.state.StateChange.Bury;
import io.s3db.replicator.state.StateChange.ClearSuspects;
import io.s3db.replicator.state.StateChange.Count;
import io.s3db.replicator.state.StateChange.DropStream;
import io.s3db.replicator.state.StateChange.Log;
import io.s3db.replicator.state.StateChange.LogWritten;
import io.s3db.replicator.state.StateChange.MapKey;
import io.s3db.replicator.state.StateChange.Mark;
import io.s3db.replicator.state.StateChange.Park;
import io.s3db.replicator.state.StateChange.Relog;
import io.s3db.replicator.state.StateChange.SaveCheckpoint;
import io.s3db.replicator.state.StateChange.SuspectKey;
import io.s3db.replicator.state.StateChange.UnmapKey;
import io.s3db.replicator.state.StateChange.Unpark;
import io.s3db.replicator.state.StateChange.WriteFields;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes each kind of change into its table. */
final class Changes {
  private final Sql sql;

  Changes(Sql sql) {
    this.sql = sql;
  }

  void write(StateChange change) throws SQLException {
    switch (change) {
      case SaveCheckpoint(StreamId stream, var positions) ->
          sql.run(
              "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)",
              stream.replicator(),
              stream.route(),
              PositionsText.write(positions));
      case DropStream(StreamId stream) -> drop(stream);
      case Park(ParkedChange parked) -> park(parked);
      case Unpark(StreamId stream, var id) ->
          sql.run(
              "DELETE FROM parked WHERE replicator = ? AND route = ? AND delivery = ?",
              stream.replicator(),
              stream.route(),
              id.toString());
      case Bury(DeadLetter letter) -> bury(letter);
      case Mark(String replicator, var id, var status) ->
          sql.run(
              "UPDATE dead_letter SET status = ? WHERE replicator = ? AND delivery = ?",
              status.name(),
              replicator,
              id.toString());
      case MapKey map ->
          sql.run(
              "INSERT OR REPLACE INTO key_map VALUES (?, ?, ?, ?, ?)",
              map.replicator(),
              map.target(),
              map.resource(),
              map.recordId(),
              map.key().text());
      case UnmapKey row ->
          sql.run(
              "DELETE FROM key_map"
                  + " WHERE replicator = ? AND target = ? AND resource = ? AND record_id = ?",
              row.replicator(),
              row.target(),
              row.resource(),
              row.recordId());
      case SuspectKey row ->
          sql.run(
              "INSERT OR IGNORE INTO suspect_key VALUES (?, ?, ?, ?, ?)",
              row.replicator(),
              row.target(),
              row.resource(),
              row.recordId(),
              row.key().text());
      case ClearSuspects row ->
          sql.run(
              "DELETE FROM suspect_key"
                  + " WHERE replicator = ? AND target = ? AND resource = ? AND record_id = ?",
              row.replicator(),
              row.target(),
              row.resource(),
              row.recordId());
      case Count(String replicator, String counter, long by) ->
          sql.run(
              "INSERT INTO counter VALUES (?, ?, ?)"
                  + " ON CONFLICT DO UPDATE SET value = value + excluded.value",
              replicator,
              counter,
              by);
      case WriteFields(String replicator, String route, var fields) -> {
        for (String field : fields) {
          sql.run("INSERT OR IGNORE INTO field_written VALUES (?, ?, ?)", replicator, route, field);
        }
      }
      case Log(LogEntry entry) -> log(entry);
      case Relog(String replicator, var id, var status) ->
          sql.run(
              "UPDATE log_entry SET status = ?, revision = revision + 1, pending = 1"
                  + " WHERE replicator = ? AND delivery = ? AND status <> ?",
              status.name(),
              replicator,
              id.toString(),
              status.name());
      case LogWritten written -> logWritten(written);
    }
  }

  private void drop(StreamId stream) throws SQLException {
    for (String table : new String[] {"checkpoint", "parked"}) {
      sql.run(
          "DELETE FROM " + table + " WHERE replicator = ? AND route = ?",
          stream.replicator(),
          stream.route());
    }
  }

  private void park(ParkedChange parked) throws SQLException {
    sql.run(
        "INSERT OR REPLACE INTO parked VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        parked.stream().replicator(),
        parked.stream().route(),
        parked.id().toString(),
        parked.order(),
        EventJson.write(parked.event()),
        parked.attempts(),
        parked.error(),
        parked.dependent() ? 1 : 0,
        Times.text(parked.nextAttempt()));
  }

  private void bury(DeadLetter letter) throws SQLException {
    sql.run(
        "INSERT OR REPLACE INTO dead_letter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        letter.replicator(),
        letter.id().toString(),
        letter.target(),
        letter.event().resource(),
        letter.event().recordId(),
        EventJson.write(letter.event()),
        letter.code(),
        letter.error(),
        letter.attempts(),
        Times.text(letter.buriedAt()),
        letter.status().name());
  }

  private void log(LogEntry entry) throws SQLException {
    @Nullable ChangeEvent event = entry.event();
    // The id, the time and the event of the first entry of a delivery stay.
    sql.run(
        "INSERT INTO log_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1) ON CONFLICT"
            + " (replicator, delivery) DO UPDATE SET status = excluded.status, error = CASE"
            + " excluded.error WHEN '' THEN error ELSE excluded.error END, attempts = max(attempts,"
            + " excluded.attempts), event = coalesce(excluded.event, event), revision = revision +"
            + " 1, pending = 1",
        entry.id(),
        entry.replicator(),
        entry.delivery().toString(),
        entry.resourceName(),
        entry.recordId(),
        entry.operation().name(),
        entry.status().name(),
        entry.error(),
        entry.attempts(),
        Times.text(entry.at()),
        Optional.ofNullable(event).map(EventJson::write).orElse(null));
  }

  private void logWritten(LogWritten written) throws SQLException {
    sql.run(
        "UPDATE log_entry SET pending = 0 WHERE id = ? AND revision = ?",
        written.entryId(),
        written.revision());
    sql.run(
        "DELETE FROM log_entry WHERE id = ? AND pending = 0 AND status <> 'ERROR'",
        written.entryId());
  }
}
