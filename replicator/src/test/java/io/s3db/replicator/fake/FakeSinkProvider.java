package io.s3db.replicator.fake;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;
import java.util.List;

/** The driver {@code fake}: writes into the {@link FakeWarehouse} of the configured name. */
public final class FakeSinkProvider implements SinkProvider {
  @Override
  public String driver() {
    return "fake";
  }

  @Override
  public List<String> aliases() {
    return List.of("fakery");
  }

  @Override
  public Configured configure(Options config) {
    Secret url = config.requiredSecret("connectionString");
    boolean events = config.bool("events", false);
    return new Configured() {
      @Override
      public String target() {
        return "fake://" + url.reveal().replaceAll(".*@", "");
      }

      @Override
      public Sink open(SinkContext context) {
        return new FakeSink(FakeWarehouse.named(url.reveal()), context, events);
      }
    };
  }
}
