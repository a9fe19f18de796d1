package io.s3db.sink.postgresql;

import io.s3db.S3db;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * The recording context, with a name, time and time limit of the test's choice.
 *
 * @param recorded remembers fields and warnings
 */
record TestContext(
    RecordingSinkContext recorded, String replicator, InstantSource time, Duration timeout)
    implements SinkContext {
  TestContext() {
    this(new RecordingSinkContext(), "warehouse", InstantSource.system(), Duration.ofSeconds(30));
  }

  TestContext withTimeout(Duration other) {
    return new TestContext(recorded, replicator, time, other);
  }

  TestContext withTime(InstantSource other) {
    return new TestContext(recorded, replicator, other, timeout);
  }

  @Override
  public S3db source() {
    return recorded.source();
  }

  @Override
  public int lanes() {
    return 4;
  }

  @Override
  public Set<String> fieldsWritten(String route) {
    return recorded.fieldsWritten(route);
  }

  @Override
  public void addFieldsWritten(String route, Set<String> fields) {
    recorded.addFieldsWritten(route, fields);
  }

  @Override
  public Claims claims() {
    throw new UnsupportedOperationException("a mirror claims nothing");
  }

  @Override
  public void warn(String code, String subject, String message) {
    recorded.warn(code, subject, message);
  }
}
