package io.s3db.replicator.fake;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.Pace;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
    Pace pace = pace(config);
    return new Configured() {
      @Override
      public String target() {
        return "fake://" + url.reveal().replaceAll(".*@", "");
      }

      @Override
      public Pace pace() {
        return pace;
      }

      @Override
      public Sink open(SinkContext context) {
        return new FakeSink(FakeWarehouse.named(url.reveal()), context, events);
      }
    };
  }

  /** As of a driver whose options have names of their own. */
  private static Pace pace(Options config) {
    if (config.isAbsent("retries")) {
      return Pace.OF_THE_PLUGIN;
    }
    Duration pause = config.duration("retryDelay", Duration.ofSeconds(1));
    return new Pace(
        OptionalInt.of(config.count("most", 1, 1, 10)),
        Optional.of(config.duration("limit", Duration.ofSeconds(5))),
        OptionalInt.of(config.count("retries", 3, 0, 10)),
        List.of(pause, pause.multipliedBy(2), pause.multipliedBy(4)));
  }
}
