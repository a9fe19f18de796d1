package io.s3db.replicator.watch;

import io.s3db.replicator.journal.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens the SQLite file of a watch, and refuses files that are not ours. */
final class WatchFile {
  /** The application id in the header of the file: "S3DW". */
  static final int APPLICATION_ID = 0x53334457;

  /** The format of the tables. */
  static final int FORMAT = 1;

  private static final List<String> SCHEMA =
      List.of(
          // position: RUN:OFFSET, the journal before is in these tables; journal: its id;
          // walk: the last one begun; since: milliseconds, what was written before is not told.
          "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
          "CREATE TABLE resource (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
              + " learned INTEGER NOT NULL) STRICT",
          // The columns are those of the record Known. Ids are in the order of their bytes, as
          // stores list them.
          "CREATE TABLE object (resource INTEGER NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL,"
              + " size INTEGER NOT NULL, modified INTEGER NOT NULL, version TEXT NOT NULL,"
              + " digest TEXT NOT NULL, settled INTEGER NOT NULL, told INTEGER NOT NULL,"
              + " gone INTEGER NOT NULL, walk INTEGER NOT NULL,"
              + " PRIMARY KEY (resource, id)) STRICT, WITHOUT ROWID",
          "CREATE INDEX object_gone ON object (version) WHERE gone = 1",
          // What the walk under way did not find.
          "CREATE TABLE missing (resource INTEGER NOT NULL, id TEXT NOT NULL,"
              + " PRIMARY KEY (resource, id)) STRICT, WITHOUT ROWID");

  private WatchFile() {}

  /** A connection to a file that is ours now; to memory without one. */
  static Connection open(@Nullable Path file) {
    try {
      Connection connection =
          DriverManager.getConnection("jdbc:sqlite:" + (file == null ? ":memory:" : file));
      try {
        check(connection, file);
        execute(connection, "PRAGMA journal_mode = WAL");
        execute(connection, "PRAGMA synchronous = FULL");
        execute(connection, "PRAGMA secure_delete = ON"); // what is purged is not to stay
        connection.setAutoCommit(false);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unusable(file, e);
    }
  }

  static JournalException unusable(@Nullable Path file, SQLException cause) {
    boolean full =
        cause instanceof SQLiteException sqlite
            && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    return new JournalException(
        full ? "WATCH_DISK_FULL" : "WATCH_FAILED",
        "The file of the watch, " + file + ", cannot be used: " + cause.getMessage() + ".",
        full
            ? "Free space on its disk; the watch goes on by itself, and nothing is lost."
            : "If it is damaged, close the database and move the file away: the watch then begins"
                + " anew, and a verification with repair finds what it missed.",
        cause);
  }

  private static void check(Connection connection, @Nullable Path file) throws SQLException {
    int application = number(connection, "PRAGMA application_id");
    int format = number(connection, "PRAGMA user_version");
    int tables = number(connection, "SELECT count(*) FROM sqlite_schema");
    if (tables == 0 && application == 0) {
      create(connection);
    } else if (application != APPLICATION_ID) {
      throw new JournalException(
          "WATCH_FOREIGN",
          file + " is an SQLite file of another program, not the file of a watch.",
          "Choose another folder with the option journal.path, or move that file away.",
          null);
    } else if (format != FORMAT) {
      throw new JournalException(
          "WATCH_FORMAT",
          file + " has format " + format + ", and this version reads format " + FORMAT + ".",
          "Open it with the version of S3DB that wrote it last.",
          null);
    }
  }

  private static void create(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    for (String sql : SCHEMA) {
      execute(connection, sql);
    }
    execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
    execute(connection, "PRAGMA user_version = " + FORMAT);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
