package io.s3db.sink.postgresql;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;
import java.util.List;

/**
 * The driver {@code postgresql}: mirrors records into tables of a PostgreSQL database, version 14
 * or later.
 */
public final class PostgresqlSinkProvider implements SinkProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PostgresqlSinkProvider() {}

  @Override
  public String driver() {
    return "postgresql";
  }

  @Override
  public List<String> aliases() {
    return List.of("postgres");
  }

  @Override
  public Configured configure(Options config) {
    return new ConfiguredTables(PostgresqlOptions.read(config));
  }

  private record ConfiguredTables(PostgresqlOptions options) implements Configured {
    @Override
    public String target() {
      return options.target();
    }

    @Override
    public Sink open(SinkContext context) {
      return new PostgresqlSink(options, context);
    }
  }
}
