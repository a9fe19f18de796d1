package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.replicator.spi.Delivery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table that keeps one row of every delivered change, for ever. Changes that were superseded
 * before they were sent are not among them; a repeated delivery adds no second row.
 *
 * <p>Columns: {@code delivery} (text, primary key: the id of the delivery), {@code resource},
 * {@code record_id}, {@code target}, {@code key}, {@code operation} (insert, update, delete),
 * {@code version} (text), {@code changed_at} (timestamptz), {@code before} and {@code data} (json,
 * as transformed), {@code logged_at} (timestamptz).
 */
final class LogTable {
  private final TableName name;

  LogTable(TableName name) {
    this.name = name;
  }

  void create(Connection connection) throws SQLException {
    SchemaSync.lock(connection);
    SchemaSync.run(
        connection,
        "CREATE TABLE IF NOT EXISTS "
            + name.quoted()
            + " (delivery text PRIMARY KEY, resource text NOT NULL, record_id text NOT NULL,"
            + " target text NOT NULL, key json NOT NULL, operation text NOT NULL,"
            + " version text COLLATE \"C\" NOT NULL, changed_at timestamptz NOT NULL,"
            + " before json, data json, logged_at timestamptz NOT NULL DEFAULT now())");
    connection.commit();
  }

  boolean exists(Connection connection) throws SQLException {
    return TableReader.read(connection, name).isPresent();
  }

  void append(Connection connection, List<Delivery> batch) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + name.quoted()
                + " (delivery, resource, record_id, target, key, operation, version, changed_at,"
                + " before, data) SELECT d, r, i, t, k::json, o, v, c::timestamptz, b::json,"
                + " n::json FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])"
                + " AS r(d, r, i, t, k, o, v, c, b, n) ON CONFLICT DO NOTHING")) {
      List<Function<Delivery, @Nullable String>> columns =
          List.of(
              delivery -> delivery.id().toString(),
              Delivery::resource,
              Delivery::recordId,
              Delivery::target,
              delivery -> delivery.key().text(),
              delivery -> delivery.operation().word(),
              delivery -> delivery.version().toString(),
              delivery -> IsoTime.text(delivery.changedAt()),
              delivery -> json(delivery.before()),
              delivery -> json(delivery.data()));
      for (int i = 0; i < columns.size(); i++) {
        Object[] texts = batch.stream().map(columns.get(i)).toArray();
        statement.setArray(i + 1, connection.createArrayOf("text", texts));
      }
      statement.execute();
    }
  }

  private static @Nullable String json(@Nullable Document document) {
    return document == null ? null : document.toJson();
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
