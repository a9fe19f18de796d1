package io.s3db.sink.webhook;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.sink.EventSinkContract;
import io.s3db.testkit.sink.Outage;
import io.s3db.testkit.sink.ProxyOutage;
import io.s3db.testkit.sink.Received;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract, at a receiver that refuses orders with a certain name. */
abstract class WebhookSinkContract extends EventSinkContract {
  private static final String REFUSED = "refuse me";

  private final WebhookReceiver receiver =
      WebhookReceiver.start()
          .answer(
              request ->
                  request.text().contains(REFUSED)
                      ? WebhookAnswer.status(422, "no such customer")
                      : WebhookAnswer.status(204));
  private final FaultProxy proxy = FaultProxy.to("127.0.0.1", receiver.port());

  @AfterEach
  void stop() {
    proxy.close();
    receiver.close();
  }

  @Override
  protected SinkProvider provider() {
    return new WebhookSinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    return Webhooks.map(
        "url",
        "http://127.0.0.1:" + proxy.port() + "/hook?token=t0ken-in-the-query",
        "auth",
        Map.of("type", "bearer", "token", "s3cr3t-bearer"),
        "secret",
        "s3cr3t-signing-key",
        "timeout",
        20_000);
  }

  @Override
  protected List<String> secrets() {
    return List.of("t0ken-in-the-query", "s3cr3t-bearer", "s3cr3t-signing-key");
  }

  @Override
  protected Optional<Document> refused(Document row) {
    return Optional.of(row.with("name", REFUSED));
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(new ProxyOutage(proxy));
  }

  @Override
  protected List<Received> received(String target) {
    return receiver.requests().stream()
        .filter(request -> !request.text().contains(REFUSED))
        .flatMap(request -> received(request).stream())
        .filter(each -> each.resource().equals(target))
        .toList();
  }

  /** What a request that was taken told. */
  abstract List<Received> received(WebhookRequest request);

  static Received entry(String id, Document entry) {
    return new Received(
        id,
        entry.text("resource"),
        Operation.valueOf(entry.text("action").toUpperCase(java.util.Locale.ROOT)),
        Instant.parse(entry.text("timestamp")),
        part(entry, "before"),
        part(entry, "data"));
  }

  private static @Nullable Document part(Document entry, String name) {
    return entry.has(name) ? entry.document(name) : null;
  }
}
