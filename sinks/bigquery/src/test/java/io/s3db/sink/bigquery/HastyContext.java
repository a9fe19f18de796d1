package io.s3db.sink.bigquery;

import io.s3db.S3db;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.SinkContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** A context with a time limit of the test's choice. */
record HastyContext(SinkContext other, Duration timeout) implements SinkContext {
  @Override
  public String replicator() {
    return other.replicator();
  }

  @Override
  public S3db source() {
    return other.source();
  }

  @Override
  public InstantSource time() {
    return other.time();
  }

  @Override
  public int lanes() {
    return other.lanes();
  }

  @Override
  public Set<String> fieldsWritten(String target) {
    return other.fieldsWritten(target);
  }

  @Override
  public void addFieldsWritten(String target, Set<String> fields) {
    other.addFieldsWritten(target, fields);
  }

  @Override
  public Claims claims() {
    return other.claims();
  }

  @Override
  public void warn(String code, String subject, String message) {
    other.warn(code, subject, message);
  }
}
