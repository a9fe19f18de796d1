package io.s3db.benchmarks;

import io.s3db.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * A way to PostgreSQL that takes time, as between data centres: what is sent is held back in both
 * directions, in a process of its own.
 */
final class Distance implements AutoCloseable {
  /** There and back: about what lies between two regions of one country. */
  static final Duration ROUND_TRIP = Duration.ofMillis(10);

  private final Child child;

  private Distance(Child child) {
    this.child = child;
  }

  /** Begins before the server that holds a database. */
  static Distance before(TestDatabase database) throws IOException {
    URI server = URI.create(database.connectionString());
    return new Distance(
        Child.start(
            DistanceMain.class,
            1,
            server.getHost(),
            String.valueOf(server.getPort()),
            String.valueOf(ROUND_TRIP.toMillis() / 2)));
  }

  /** A database of that server, reached by this way. */
  String to(TestDatabase database) {
    return database.connectionString(Integer.parseInt(child.line(0)));
  }

  @Override
  public void close() {
    child.close();
  }
}
