package io.s3db.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A reader of its own, that asks PostgreSQL again and again which of the records that it waits for
 * are there. It waits for every record, so that a slow one hides no other.
 */
final class Sightings implements AutoCloseable {
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  private final Connection connection;
  private final Duration apart;
  private final PreparedStatement select;
  private final Map<String, Long> awaited = new ConcurrentHashMap<>();
  private final Samples samples = new Samples();
  private final Thread reader;
  private volatile boolean closed;

  /** A reader that asks after pauses of this length. */
  Sightings(Connection connection, String table, Duration apart) throws SQLException {
    this.connection = connection;
    this.apart = apart;
    this.select =
        connection.prepareStatement("SELECT id FROM \"" + table + "\" WHERE id = ANY (?)");
    this.reader = Thread.ofPlatform().daemon().name("reader").start(this::watch);
  }

  /** Waits for a record from a point in time on. */
  void await(String id, long fromNanos) {
    awaited.put(id, fromNanos);
  }

  /** Milliseconds from there to its sight, once all are seen. */
  Samples finish() throws InterruptedException {
    long end = System.nanoTime() + GIVE_UP.toNanos();
    while (!awaited.isEmpty()) {
      if (System.nanoTime() > end || !reader.isAlive()) {
        throw new IllegalStateException(awaited.size() + " records were never seen");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return samples;
  }

  private void watch() {
    try {
      while (true) {
        look();
        TimeUnit.NANOSECONDS.sleep(apart.toNanos());
      }
    } catch (InterruptedException _) {
      // Closed: the samples so far are the result.
    } catch (SQLException e) {
      if (!closed) {
        throw new IllegalStateException("the reader cannot read", e);
      }
    }
  }

  private void look() throws SQLException {
    if (awaited.isEmpty()) {
      return;
    }
    Array ids = connection.createArrayOf("text", awaited.keySet().toArray());
    select.setArray(1, ids);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        Long from = awaited.remove(found.getString(1));
        if (from != null) {
          samples.addSince(from);
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    reader.interrupt();
    connection.close();
  }
}
