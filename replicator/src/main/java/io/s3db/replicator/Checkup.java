package io.s3db.replicator;

import io.s3db.S3db;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a destination whether it is there and lets us in, without a journal and without writing.
 *
 * @param settings of the destination
 * @param source the source database
 */
record Checkup(Settings.Destination settings, S3db source) implements SinkContext {
  /** What the destination says against being used, if anything. */
  Optional<String> run() throws InterruptedException {
    try (Sink sink = settings.sink().open(this)) {
      sink.probe();
      return Optional.empty();
    } catch (SinkException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String replicator() {
    return settings.id();
  }

  @Override
  public InstantSource time() {
    return InstantSource.system();
  }

  @Override
  public Duration timeout() {
    return settings.timeout();
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public Set<String> fieldsWritten(String route) {
    return Set.of();
  }

  @Override
  public void addFieldsWritten(String route, Set<String> fields) {
    throw new UnsupportedOperationException("a checkup writes nothing");
  }

  /** A sink may ask for them when it is opened; there is nothing to keep without a delivery. */
  @Override
  public Claims claims() {
    return (_, _) -> {
      throw new UnsupportedOperationException("a checkup writes nothing");
    };
  }

  @Override
  public void warn(String code, String subject, String message) {
    // What matters is told again when the destination is used.
  }
}
