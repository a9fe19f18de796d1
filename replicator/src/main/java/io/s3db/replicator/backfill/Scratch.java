package io.s3db.replicator.backfill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that should be at a destination, by key, in a temporary file: so neither side has to be
 * in any order, and the memory does not grow with the number of rows. Used by one thread.
 */
final class Scratch implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final Bulk put;
  private final Bulk see;
  private final PreparedStatement find;
  private final PreparedStatement suspect;

  /** A row that should be there, or that may be there by rule: then its digest means nothing. */
  record Expected(String record, boolean retained, RowDigest digest) {}

  /**
   * A key to be looked at again.
   *
   * @param record the id of the record that makes the row; null if none is known to
   */
  record Suspect(String key, @Nullable String record) {}

  Scratch() {
    try {
      file = Files.createTempFile("s3db-verify", ".db");
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = OFF");
        statement.execute("PRAGMA synchronous = OFF");
        statement.execute(
            "CREATE TABLE expected (key TEXT PRIMARY KEY, record TEXT NOT NULL, retained INTEGER"
                + " NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL, seen INTEGER NOT NULL)"
                + " WITHOUT ROWID");
        statement.execute("CREATE TABLE suspect (key TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID");
      }
      connection.setAutoCommit(false);
      put = new Bulk("INSERT OR REPLACE INTO expected VALUES (?, ?, ?, ?, ?, 0)");
      see = new Bulk("UPDATE expected SET seen = 1 WHERE key = ?");
      find =
          connection.prepareStatement(
              "SELECT record, retained, high, low FROM expected WHERE key = ?");
      suspect = connection.prepareStatement("INSERT OR REPLACE INTO suspect VALUES (?, ?)");
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A statement that is carried out for many rows at once. */
  private final class Bulk {
    private static final int ROWS = 500;

    private final PreparedStatement statement;
    private int waiting;

    Bulk(String sql) throws SQLException {
      this.statement = connection.prepareStatement(sql);
    }

    void add() throws SQLException {
      statement.addBatch();
      if (++waiting == ROWS) {
        flush();
      }
    }

    void flush() throws SQLException {
      if (waiting > 0) {
        statement.executeBatch();
        waiting = 0;
      }
    }
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("the temporary file of a verification cannot be used", e);
  }

  void put(String key, Expected row) {
    try {
      put.statement.setString(1, key);
      put.statement.setString(2, row.record());
      put.statement.setInt(3, row.retained() ? 1 : 0);
      put.statement.setLong(4, row.digest().high());
      put.statement.setLong(5, row.digest().low());
      put.add();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  Optional<Expected> find(String key) {
    try {
      put.flush();
      find.setString(1, key);
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Expected(
                    row.getString(1),
                    row.getInt(2) == 1,
                    new RowDigest(row.getLong(3), row.getLong(4))))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void see(String key) {
    try {
      see.statement.setString(1, key);
      see.add();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void suspect(String key, @Nullable String record) {
    try {
      suspect.setString(1, key);
      suspect.setString(2, record);
      suspect.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Suspects every row that should be there and was not seen. */
  void suspectUnseen() {
    try (Statement statement = connection.createStatement()) {
      put.flush();
      see.flush();
      statement.execute(
          "INSERT OR REPLACE INTO suspect SELECT key, record FROM expected WHERE seen = 0 AND"
              + " retained = 0");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The next suspects behind a key, in order. */
  List<Suspect> suspects(String after, int most) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT key, record FROM suspect WHERE key > ? ORDER BY key LIMIT ?")) {
      statement.setString(1, after);
      statement.setInt(2, most);
      List<Suspect> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(new Suspect(rows.getString(1), rows.getString(2)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }
}
