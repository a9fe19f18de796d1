package io.s3db.replicator.watch;

import io.s3db.replicator.journal.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread at a time, in one transaction from save to save. Reads see
 * what was written before. A failure takes back everything since the last save.
 */
final class Table implements AutoCloseable {
  private final @Nullable Path file;
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Table(@Nullable Path file) {
    this.file = file;
    this.connection = WatchFile.open(file);
  }

  /** Reads a row of a result. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  synchronized int run(String sql, Object... values) {
    try {
      return bind(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  synchronized <T> List<T> rows(String sql, Reader<T> reader, Object... values) {
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  <T> Optional<T> row(String sql, Reader<T> reader, Object... values) {
    return rows(sql, reader, values).stream().findFirst();
  }

  /** Makes everything durable. */
  synchronized void save() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Sees to it that nothing that was deleted and saved is left in the file: SQLite overwrites what
   * it deletes, pages that were freed before it was told to are rewritten once, and the write-ahead
   * log is emptied. Called behind a save.
   */
  synchronized void clean(boolean rewrite) {
    try {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        if (rewrite) {
          for (PreparedStatement each : prepared.values()) {
            each.close(); // it refuses while others are open
          }
          prepared.clear();
          statement.execute("VACUUM");
        }
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
          if (row.next() && row.getInt(1) != 0) {
            throw new JournalException(
                "WATCH_NOT_ERASED",
                "What was deleted in "
                    + file
                    + " is still in its write-ahead log: another program reads it.",
                "Close the other program, then purge again.",
                null);
          }
        }
      } finally {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Takes back everything since the last save. */
  synchronized void undo() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw WatchFile.unusable(file, e);
    }
  }

  private JournalException failed(SQLException cause) {
    // The driver gives up a statement that failed: all are prepared anew.
    prepared.values().forEach(each -> close(each, cause));
    prepared.clear();
    return WatchFile.unusable(file, cause);
  }

  private static void close(PreparedStatement statement, SQLException cause) {
    try {
      statement.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private PreparedStatement bind(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw WatchFile.unusable(file, e);
    }
  }
}
