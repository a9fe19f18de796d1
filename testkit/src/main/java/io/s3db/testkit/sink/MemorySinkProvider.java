package io.s3db.testkit.sink;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;

/**
 * The driver {@code memory}: opens the {@link MemorySink} registered under the option {@code name}.
 *
 * <p>Options: {@code name} (required), {@code password} (unused by the destination; tests see with
 * it that secrets do not print).
 */
public final class MemorySinkProvider implements SinkProvider {
  /** For the service loader. */
  public MemorySinkProvider() {}

  @Override
  public String driver() {
    return "memory";
  }

  @Override
  public Configured configure(Options config) {
    String name = config.requiredText("name");
    Secret ignored = config.secret("password").orElse(new Secret(""));
    config.finish();
    return new NamedSink(name, ignored);
  }

  private record NamedSink(String name, Secret password) implements Configured {
    @Override
    public String target() {
      return "memory://" + name;
    }

    @Override
    public Sink open(SinkContext context) {
      return MemorySink.named(name).connect();
    }
  }
}
