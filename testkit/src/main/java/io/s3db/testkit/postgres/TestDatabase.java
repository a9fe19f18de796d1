package io.s3db.testkit.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own for one test, dropped when closed.
 *
 * <p>Statements fail with {@link IllegalStateException}, since a test can do nothing about it.
 */
public final class TestDatabase implements AutoCloseable {
  private final PostgresServer server;
  private final String name;

  TestDatabase(PostgresServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** {@code postgresql://postgres@127.0.0.1:PORT/NAME}. */
  public String connectionString() {
    return connectionString(server.port());
  }

  /** As {@link #connectionString()}, through a proxy's port. */
  public String connectionString(int port) {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + name;
  }

  /** The connection string of another role. */
  public String connectionString(String role, String password) {
    return "postgresql://" + role + ":" + password + "@127.0.0.1:" + server.port() + "/" + name;
  }

  /** A connection as superuser. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + connectionString().replace("postgres@", "") + "?user=postgres");
  }

  /** Runs statements, each in a transaction of its own. */
  public void execute(String... statements) {
    for (String sql : statements) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException("the statement failed: " + sql, e);
      }
    }
  }

  /** The rows of a query: column names to values as JDBC gives them. */
  public List<Map<String, @Nullable Object>> rows(String sql, Object... parameters) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return rows(result);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the query failed: " + sql, e);
    }
  }

  /** The first column of the first row of a query; null if there is no row. */
  public @Nullable Object value(String sql, Object... parameters) {
    List<Map<String, @Nullable Object>> rows = rows(sql, parameters);
    return rows.isEmpty() ? null : rows.getFirst().values().iterator().next();
  }

  /** How many rows a table has; {@code table} is SQL text. */
  public long count(String table) {
    Object count = value("SELECT count(*) FROM " + table);
    return count instanceof Long number ? number : -1;
  }

  /** Ends every session of other clients in this database, as an administrator would. */
  public void terminateSessions() {
    rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  private static List<Map<String, @Nullable Object>> rows(ResultSet result) throws SQLException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns; i++) {
        row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void close() {
    server.admin("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }
}
