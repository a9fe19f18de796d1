package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Pace;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;

/** The driver {@code webhook}: tells an HTTP receiver of every change. */
public final class WebhookSinkProvider implements SinkProvider {
  private final NameLookup.Resolver resolver;

  /** For {@link java.util.ServiceLoader}. */
  public WebhookSinkProvider() {
    this(NameLookup.SYSTEM);
  }

  WebhookSinkProvider(NameLookup.Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public String driver() {
    return "webhook";
  }

  @Override
  public Configured configure(Options config) {
    return new ConfiguredReceiver(WebhookOptions.read(config), resolver);
  }

  private record ConfiguredReceiver(WebhookOptions options, NameLookup.Resolver resolver)
      implements Configured {
    @Override
    public String target() {
      return options.url().shown();
    }

    @Override
    public Pace pace() {
      return options.retries().pace(options);
    }

    @Override
    public Sink open(SinkContext context) {
      return new WebhookSink(options, context, resolver);
    }

    @Override
    public String toString() {
      return "webhook " + target();
    }
  }
}
