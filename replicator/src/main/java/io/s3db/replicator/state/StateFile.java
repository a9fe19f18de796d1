package io.s3db.replicator.state;

import io.s3db.replicator.journal.JournalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens the SQLite file of the state, and refuses files that are not ours. */
final class StateFile {
  /** The application id in the header of the file: "S3DB". */
  static final int APPLICATION_ID = 0x53334442;

  /** The format of the tables. */
  static final int FORMAT = 2;

  private StateFile() {}

  /** A connection to a file that is ours now: created if it is missing or empty. */
  static Connection open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try {
        check(connection, file);
        pragma(connection, "journal_mode = WAL");
        pragma(connection, "synchronous = FULL");
        pragma(connection, "secure_delete = ON"); // what is purged is not to stay in free pages
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unusable(file, e);
    }
  }

  /** A connection to a state that lives as long as it does. */
  static Connection inMemory() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    create(connection);
    return connection;
  }

  static JournalException unusable(Path file, SQLException cause) {
    boolean full = isFull(cause);
    return new JournalException(
        full ? "STATE_DISK_FULL" : "STATE_FAILED",
        "The state file " + file + " cannot be used: " + cause.getMessage() + ".",
        full
            ? "Free space on its disk, then open the database again; nothing is lost."
            : "If it is damaged, put a copy of the whole folder back, or move the folder away: then"
                + " every destination must be copied afresh.",
        cause);
  }

  static boolean isFull(SQLException e) {
    return e instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
  }

  private static void check(Connection connection, Path file) throws SQLException {
    int application = number(connection, "PRAGMA application_id");
    int format = number(connection, "PRAGMA user_version");
    int tables = number(connection, "SELECT count(*) FROM sqlite_schema");
    if (tables == 0 && application == 0) {
      create(connection);
    } else if (application != APPLICATION_ID) {
      throw new JournalException(
          "STATE_FOREIGN",
          file + " is an SQLite file of another program, not the state of a ReplicatorPlugin.",
          "Choose another folder with the option journal.path, or move that file away.",
          null);
    } else if (format != FORMAT) {
      throw new JournalException(
          "STATE_FORMAT",
          file + " has format " + format + ", and this version reads format " + FORMAT + ".",
          "Open it with the version of S3DB that wrote it last.",
          null);
    }
  }

  private static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : schema().split(";\\s*\n")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      statement.execute("INSERT INTO note VALUES ('secure-delete', 'ever')");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + FORMAT);
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private static String schema() {
    try (InputStream in = StateFile.class.getResourceAsStream("schema.sql")) {
      if (in == null) {
        throw new IllegalStateException("schema.sql is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void pragma(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA " + text);
    }
  }
}
