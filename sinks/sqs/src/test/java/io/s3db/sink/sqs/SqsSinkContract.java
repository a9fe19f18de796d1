package io.s3db.sink.sqs;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.json.Json;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.sink.EventSinkContract;
import io.s3db.testkit.sink.Outage;
import io.s3db.testkit.sink.ProxyOutage;
import io.s3db.testkit.sink.Received;
import io.s3db.testkit.sqs.SqsFault;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsProxy;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import io.s3db.testkit.sqs.SqsServer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract of event destinations, with a queue for each target. */
abstract class SqsSinkContract extends EventSinkContract {
  private static final String BAD = "the queue refuses this";

  final SqsProxy sqs = SqsProxy.to(SqsServer.shared().endpoint());
  private final FaultProxy network = FaultProxy.to("127.0.0.1", sqs.endpoint().getPort());
  private final Map<String, SqsQueue> queues = new LinkedHashMap<>();

  abstract SqsQueue newQueue(String name);

  @Override
  protected int largeBatch() {
    return 500;
  }

  @Override
  protected SinkProvider provider() {
    return new SqsSinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    Map<String, String> urls = new LinkedHashMap<>();
    for (String name : List.of(ORDERS, "invoices", "odd_names")) {
      SqsQueue queue = newQueue(name);
      queues.put(name, queue);
      urls.put(name, queue.url());
    }
    return Map.of(
        "region",
        "us-east-1",
        "endpoint",
        "http://127.0.0.1:" + network.port(),
        "queues",
        urls,
        "credentials",
        Map.of("accessKeyId", "AKIDEXAMPLE", "secretAccessKey", "s3cr3t-k3y"));
  }

  @AfterEach
  void stop() {
    network.close();
    sqs.close();
  }

  @Override
  protected List<String> secrets() {
    return List.of("AKIDEXAMPLE", "s3cr3t-k3y");
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(new ProxyOutage(network));
  }

  @Override
  protected Optional<Document> refused(Document row) {
    sqs.fail(
        SqsRequest.SENDS,
        new SqsFault.FailEntries(
            message -> message.body().contains(BAD), "InvalidMessageContents", true));
    return Optional.of(row.with("name", BAD));
  }

  SqsQueue queue(String target) {
    return queues.get(target);
  }

  static Received event(SqsMessage message) {
    Map<?, ?> envelope = (Map<?, ?>) Json.parse(message.body());
    return new Received(
        message.attribute("s3db-delivery-id"),
        (String) envelope.get("resource"),
        Operation.parse((String) envelope.get("action")),
        Instant.parse((String) envelope.get("timestamp")),
        document(envelope.get("before")),
        document(envelope.get("data")));
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Document document(Object value) {
    return value == null ? null : Document.copyOf((Map<String, Object>) value);
  }
}
