package io.s3db.sink.webhook;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks. All lanes share its connections. */
final class WebhookSink implements Sink {
  /** More does not pay, and less is refused by few servers. */
  private static final long MAX_BYTES = 1 << 20;

  /** Receivers know records by what they are told; there are no rows to be found again. */
  private static final KeyFields RECORD = KeyFields.recordId("id");

  private final WebhookOptions options;
  private final RequestCounters counters = new RequestCounters();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final AddressGuard guard;
  private final Writes writes;

  WebhookSink(WebhookOptions options, SinkContext context, NameLookup.Resolver resolver) {
    this.options = options;
    this.client = client(options, threads);
    this.guard = new AddressGuard(options, resolver, counters);
    Failures failures = new Failures(options, printable(options), context.time());
    Exchange exchange = new Exchange(options, client, guard, failures, counters, context.time());
    this.writes =
        options.batch()
            ? new BatchWrites(exchange, options.payload(), options.batchSize())
            : new SingleWrites(exchange, options.payload());
  }

  private static HttpClient client(WebhookOptions options, ExecutorService threads) {
    boolean http2 = options.http2() && options.url().isEncrypted();
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .executor(threads)
            .connectTimeout(options.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    ProxyAddress proxy = options.proxy();
    client.proxy(proxy == null ? HttpClient.Builder.NO_PROXY : proxy.selector());
    TrustStore trust = options.trust();
    if (trust != null) {
      client.sslContext(trust.context());
    }
    return client.build();
  }

  private static Printable printable(WebhookOptions options) {
    List<String> secrets = new ArrayList<>(options.headers().secrets());
    options.signing().forEach(key -> secrets.add(key.reveal()));
    String query = options.url().uri().getRawQuery();
    if (query != null) {
      for (String parameter : query.split("&")) {
        secrets.add(parameter.substring(parameter.indexOf('=') + 1));
      }
    }
    return new Printable(secrets);
  }

  @Override
  public SinkTraits traits() {
    return SinkTraits.events(!options.batch(), MAX_BYTES);
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    probe();
    return RECORD;
  }

  @Override
  public int requests(List<Delivery> batch) {
    return writes.requests(batch);
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    return writes.write(batch);
  }

  /** Connects, and sends nothing: there is no request that every receiver takes for a question. */
  @Override
  public void probe() throws SinkException, InterruptedException {
    guard.connect(options.timeout());
  }

  @Override
  public Map<String, Long> metrics() {
    return counters.toMap();
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }

  @Override
  public String toString() {
    return "WebhookSink[" + options.url().shown() + "]";
  }
}
