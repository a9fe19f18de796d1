package io.s3db.replicator;

import io.s3db.S3db;
import io.s3db.plugin.PluginContext;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What one sink is given. */
record SinkLink(
    Settings.Destination settings, PluginContext context, StateStore state, Warnings warnings)
    implements SinkContext {
  @Override
  public String replicator() {
    return settings.id();
  }

  @Override
  public S3db source() {
    return context.database();
  }

  @Override
  public InstantSource time() {
    return context.time();
  }

  @Override
  public Duration timeout() {
    return settings.timeout();
  }

  @Override
  public int lanes() {
    return settings.concurrency();
  }

  @Override
  public Set<String> fieldsWritten(String route) {
    return state.fieldsWritten(replicator(), route);
  }

  @Override
  public void addFieldsWritten(String route, Set<String> fields) {
    state.apply(List.of(new StateChange.WriteFields(replicator(), route, fields)));
  }

  @Override
  public Claims claims() {
    return new StoredClaims(context.store());
  }

  @Override
  public void warn(String code, String subject, String message) {
    warnings.warn(code, subject, message);
  }
}
