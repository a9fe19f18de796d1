package io.s3db.sink.bigquery;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;

/**
 * The driver {@code bigquery}: mirrors records in tables of a dataset, or appends their history.
 */
public final class BigquerySinkProvider implements SinkProvider {
  /** For {@link java.util.ServiceLoader}. */
  public BigquerySinkProvider() {}

  @Override
  public String driver() {
    return "bigquery";
  }

  @Override
  public Configured configure(Options config) {
    return new ConfiguredDataset(BigqueryOptions.read(config));
  }

  private record ConfiguredDataset(BigqueryOptions options) implements Configured {
    @Override
    public String target() {
      return options.target();
    }

    @Override
    public Sink open(SinkContext context) {
      return new BigquerySink(options, context);
    }
  }
}
