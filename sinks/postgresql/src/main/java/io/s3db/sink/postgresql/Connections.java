package io.s3db.sink.postgresql;

import io.s3db.replicator.spi.SinkException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.Driver;

/**
 * The connections of one sink: opened by the thread that needs one, kept for the next, given up
 * when they fail.
 *
 * <p>Not a general pool. A lane connects by itself, so it learns at once and in the server's words
 * why it cannot, and an interrupt reaches it; a pool that connects in the background reports the
 * reason only when its own waiting time is over. When one connection is lost, or its server has
 * become read-only, all idle ones are given up: they lead to the same server.
 */
final class Connections implements AutoCloseable {
  private static final Duration TRUSTED = Duration.ofSeconds(20);

  private final String url;
  private final Properties properties;
  private final String session;
  private final Semaphore permits;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong reconnects = new AtomicLong();
  private volatile boolean closed;

  /**
   * Makes an empty set.
   *
   * @param session statements that every new connection begins with
   * @param most how many connections there may be at once
   */
  Connections(String url, Properties properties, String session, int most) {
    this.url = url;
    this.properties = properties;
    this.session = session;
    this.permits = new Semaphore(most);
  }

  /** What is done with a connection; it commits what it wants to keep. */
  interface Work<T> {
    T on(Connection connection) throws SQLException, SinkException;
  }

  /**
   * Does something with a connection. What it did not commit is rolled back.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for a free connection
   */
  <T> T use(Work<T> work) throws SQLException, SinkException, InterruptedException {
    permits.acquire();
    try {
      Connection connection = take();
      boolean kept = false;
      try {
        T result = work.on(connection);
        kept = giveBack(connection);
        return result;
      } catch (SQLException e) {
        kept = !SqlStates.endsConnection(e.getSQLState()) && giveBack(connection);
        throw e;
      } catch (SinkException e) {
        kept = giveBack(connection);
        throw e;
      } finally {
        if (!kept) {
          lose(connection);
        }
      }
    } finally {
      permits.release();
    }
  }

  /** How often a connection was opened in place of one that was lost. */
  long reconnects() {
    return reconnects.get();
  }

  private Connection take() throws SQLException {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.isFresh() || isAlive(next.connection())) {
        return next.connection();
      }
      lose(next.connection());
    }
    return open();
  }

  private Connection open() throws SQLException {
    if (closed) {
      throw new SQLException("the sink is closed", "08003");
    }
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new IllegalStateException("the driver does not know " + url);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(session);
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
    if (lost.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
      reconnects.incrementAndGet();
    }
    return connection;
  }

  /** Whether the connection could be given back for others to use. */
  private boolean giveBack(Connection connection) {
    try {
      if (closed || connection.isClosed()) {
        return false;
      }
      connection.rollback();
      idle.addFirst(new Idle(connection, System.nanoTime()));
      if (closed) {
        closeIdle();
      }
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  private void lose(Connection connection) {
    closeQuietly(connection);
    lost.incrementAndGet();
    for (Idle each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      closeQuietly(each.connection());
      lost.incrementAndGet();
    }
  }

  private static boolean isAlive(Connection connection) throws SQLException {
    return connection.isValid(5);
  }

  private void closeIdle() {
    for (Idle each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      closeQuietly(each.connection());
    }
  }

  /**
   * Not {@code close}: that says goodbye first, and when the server is gone the driver (42.7.13)
   * throws before it closes the socket. A server ends its side without complaint, since no
   * transaction is open.
   */
  private static void closeQuietly(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException _) {
      // It is given up either way.
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIdle();
  }

  /** A connection that waits for work, since when. */
  private record Idle(Connection connection, long since) {
    boolean isFresh() {
      return System.nanoTime() - since < TRUSTED.toNanos();
    }
  }
}
