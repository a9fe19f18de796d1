package io.s3db.sink.s3db;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;

/**
 * The driver {@code s3db}: a mirror in another S3DB database.
 *
 * <p>Options: {@code connectionString} (required), {@code schemaSync} (default on), {@code
 * parallelRequests} (default 16).
 */
public final class S3dbSinkProvider implements SinkProvider {
  /** For the service loader. */
  public S3dbSinkProvider() {}

  @Override
  public String driver() {
    return "s3db";
  }

  @Override
  public Configured configure(Options config) {
    return new Database(S3dbOptions.read(config));
  }

  private record Database(S3dbOptions options) implements Configured {
    @Override
    public String target() {
      return options.target();
    }

    @Override
    public Sink open(SinkContext context) {
      return S3dbSink.open(options, context);
    }
  }
}
