package io.s3db.sink.sqs;

import io.s3db.S3db;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * The recording context, with a time limit and claims of the test's choice.
 *
 * @param recorded remembers claims and warnings
 */
record TestContext(RecordingSinkContext recorded, Duration timeout, Claims claims)
    implements SinkContext {
  /** What the time is, always. */
  static final Instant NOW = Instant.parse("2025-10-21T07:28:00Z");

  TestContext() {
    this(new RecordingSinkContext());
  }

  private TestContext(RecordingSinkContext recorded) {
    this(recorded, Duration.ofSeconds(20), recorded.claims());
  }

  TestContext withTimeout(Duration other) {
    return new TestContext(recorded, other, claims);
  }

  TestContext withClaims(Claims other) {
    return new TestContext(recorded, timeout, other);
  }

  @Override
  public String replicator() {
    return "events";
  }

  @Override
  public InstantSource time() {
    return InstantSource.fixed(NOW);
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
  public Set<String> fieldsWritten(String target) {
    return Set.of();
  }

  @Override
  public void addFieldsWritten(String target, Set<String> fields) {
    throw new UnsupportedOperationException("queues have no fields");
  }

  @Override
  public void warn(String code, String subject, String message) {
    recorded.warn(code, subject, message);
  }
}
