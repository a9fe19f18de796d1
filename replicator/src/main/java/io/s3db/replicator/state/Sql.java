package io.s3db.replicator.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One connection, used by one thread at a time, that keeps its statements prepared. */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs the work in one transaction, or undoes it. */
  void transaction(Work work) throws SQLException {
    lock.lock();
    try {
      connection.setAutoCommit(false);
      try {
        work.run();
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        undo(e);
        throw e;
      }
      connection.setAutoCommit(true);
    } finally {
      lock.unlock();
    }
  }

  /** Runs the work while nobody else uses this connection. */
  void exclusively(Work work) throws SQLException {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  int run(String sql, @Nullable Object... values) throws SQLException {
    lock.lock();
    try {
      return bind(sql, values).executeUpdate();
    } finally {
      lock.unlock();
    }
  }

  <T> List<T> rows(String sql, Reader<T> reader, @Nullable Object... values) throws SQLException {
    lock.lock();
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    } finally {
      lock.unlock();
    }
  }

  <T> Optional<T> row(String sql, Reader<T> reader, @Nullable Object... values)
      throws SQLException {
    return rows(sql, reader, values).stream().findFirst();
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      connection.close();
    } finally {
      lock.unlock();
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
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

  /**
   * Ends a transaction that failed. On a full disk SQLite has ended it by itself: then this fails
   * too, and only the cause tells why. The driver gives up a statement that failed, so all are
   * prepared anew.
   */
  private void undo(Exception cause) {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
    prepared.clear();
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  interface Work {
    void run() throws SQLException;
  }

  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
