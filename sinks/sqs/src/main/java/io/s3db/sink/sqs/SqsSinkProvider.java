package io.s3db.sink.sqs;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;

/** The driver {@code sqs}: tells queues of Amazon SQS, standard and FIFO, of every change. */
public final class SqsSinkProvider implements SinkProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SqsSinkProvider() {}

  @Override
  public String driver() {
    return "sqs";
  }

  @Override
  public Configured configure(Options config) {
    return new ConfiguredQueues(SqsOptions.read(config));
  }

  private record ConfiguredQueues(SqsOptions options) implements Configured {
    @Override
    public String target() {
      return options.queues().target();
    }

    @Override
    public Sink open(SinkContext context) {
      return SqsSink.open(options, context);
    }
  }
}
