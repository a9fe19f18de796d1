package io.s3db.replicator.state;

import io.s3db.Operation;
import io.s3db.replicator.spi.DeliveryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Reads rows of the state file. */
final class StateRows {
  private StateRows() {}

  static DeadLetter letter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getString("replicator"),
        DeliveryId.parse(row.getString("delivery")),
        row.getString("target"),
        EventJson.read(row.getString("event")),
        row.getString("code"),
        row.getString("error"),
        row.getInt("attempts"),
        Instant.parse(row.getString("buried_at")),
        DeadLetter.Status.valueOf(row.getString("status")));
  }

  static LogEntry logEntry(ResultSet row) throws SQLException {
    String event = row.getString("event");
    return new LogEntry(
        row.getString("id"),
        row.getString("replicator"),
        DeliveryId.parse(row.getString("delivery")),
        row.getString("resource"),
        row.getString("record_id"),
        Operation.valueOf(row.getString("operation")),
        LogEntry.Status.valueOf(row.getString("status")),
        row.getString("error"),
        row.getInt("attempts"),
        Instant.parse(row.getString("at")),
        event == null ? null : EventJson.read(event));
  }
}
