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
 * in any order, and the memory does not grow with the number of rows.
 */
final class Scratch implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final PreparedStatement put;
  private final PreparedStatement find;
  private final PreparedStatement see;
  private final PreparedStatement suspect;

  /** A row that should be there, or that may be there by rule. */
  record Expected(String record, boolean retained, String digest) {}

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
                + " NOT NULL, digest TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID");
        statement.execute("CREATE TABLE suspect (key TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID");
      }
      connection.setAutoCommit(false);
      put = connection.prepareStatement("INSERT OR REPLACE INTO expected VALUES (?, ?, ?, ?, 0)");
      find =
          connection.prepareStatement(
              "SELECT record, retained, digest FROM expected WHERE key = ?");
      see = connection.prepareStatement("UPDATE expected SET seen = 1 WHERE key = ?");
      suspect = connection.prepareStatement("INSERT OR REPLACE INTO suspect VALUES (?, ?)");
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("the temporary file of a verification cannot be used", e);
  }

  void put(String key, Expected row) {
    try {
      put.setString(1, key);
      put.setString(2, row.record());
      put.setInt(3, row.retained() ? 1 : 0);
      put.setString(4, row.digest());
      put.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  Optional<Expected> find(String key) {
    try {
      find.setString(1, key);
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? Optional.of(new Expected(row.getString(1), row.getInt(2) == 1, row.getString(3)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void see(String key) {
    try {
      see.setString(1, key);
      see.executeUpdate();
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
    run(
        "INSERT OR REPLACE INTO suspect SELECT key, record FROM expected WHERE seen = 0 AND"
            + " retained = 0");
  }

  void clear(String key) {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM suspect WHERE key = ?")) {
      statement.setString(1, key);
      statement.executeUpdate();
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

  private void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
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
