package io.s3db.server;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.MemorySink;
import java.util.List;

/** The driver {@code blind}: a mirror in memory that cannot be read back. */
public final class BlindSinkProvider implements SinkProvider {
  /** For the service loader. */
  public BlindSinkProvider() {}

  @Override
  public String driver() {
    return "blind";
  }

  @Override
  public Configured configure(Options config) {
    String name = config.requiredText("name");
    config.finish();
    return new Named(name);
  }

  private record Named(String name) implements Configured {
    @Override
    public String target() {
      return "blind://" + name;
    }

    @Override
    public Sink open(SinkContext context) {
      return new Blind(MemorySink.named(name).connect());
    }
  }

  private record Blind(Sink behind) implements Sink {
    @Override
    public SinkTraits traits() {
      return behind.traits();
    }

    @Override
    public KeyFields prepare(Target target, Document sample)
        throws SinkException, InterruptedException {
      return behind.prepare(target, sample);
    }

    @Override
    public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
      return behind.write(batch);
    }

    @Override
    public void probe() throws SinkException, InterruptedException {
      behind.probe();
    }

    @Override
    public void close() {
      behind.close();
    }
  }
}
