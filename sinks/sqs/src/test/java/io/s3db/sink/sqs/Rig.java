package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsProxy;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Sinks before a proxy before a server, for one test; all closed after it. */
final class Rig implements AfterEachCallback {
  static final Map<String, String> KEYS =
      Map.of("accessKeyId", "AKIDEXAMPLE", "secretAccessKey", "s3cr3t-k3y");

  final SqsProxy proxy = SqsProxy.to(SqsServer.shared().endpoint());
  private final List<Sink> opened = new ArrayList<>();

  /** A configuration with static keys; the further options come in pairs. */
  Map<String, Object> config(Object... options) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("region", "us-east-1");
    config.put("endpoint", proxy.endpoint().toString());
    config.put("credentials", KEYS);
    for (int i = 0; i < options.length; i += 2) {
      config.put((String) options[i], options[i + 1]);
    }
    return config;
  }

  Sink open(TestContext context, Object... options) {
    List<String> problems = new ArrayList<>();
    Sink sink =
        new SqsSinkProvider()
            .configure(Options.of("config", config(options), problems))
            .open(context);
    assertThat(problems).isEmpty();
    opened.add(sink);
    return sink;
  }

  /** A sink for one queue, with {@code orders} prepared. */
  Sink prepared(SqsQueue queue, Object... options) throws Exception {
    return prepared(new TestContext(), queue, options);
  }

  Sink prepared(TestContext context, SqsQueue queue, Object... options) throws Exception {
    List<Object> all = new ArrayList<>(List.of("queueUrl", queue.url()));
    all.addAll(Arrays.asList(options));
    Sink sink = open(context, all.toArray());
    prepare(sink, "orders");
    return sink;
  }

  static KeyFields prepare(Sink sink, String target) throws SinkException, InterruptedException {
    return sink.prepare(
        new Target(target, target, List.of(), false, Map.of()), Document.of("id", "sample"));
  }

  static SqsQueue newQueue() {
    return SqsServer.shared().newQueue("orders");
  }

  static SqsQueue newFifoQueue() {
    return SqsServer.shared().newFifoQueue("orders");
  }

  static DeliveryFixtures fixtures(String target) {
    return new DeliveryFixtures(target, KeyFields.recordId("id"), false);
  }

  /** Inserts of so many records, with ids {@code 0} and on. */
  static List<Delivery> inserts(int count) {
    DeliveryFixtures orders = fixtures("orders");
    List<Delivery> inserts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inserts.add(orders.insert(Document.of("id", String.valueOf(i), "total", i)));
    }
    return inserts;
  }

  static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(each -> each.id().toString()).toList();
  }

  static String id(SqsMessage message) {
    return message.attribute("s3db-delivery-id");
  }

  /** The delivery ids of messages, in their order. */
  static List<String> told(List<SqsMessage> messages) {
    return messages.stream().map(Rig::id).toList();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    opened.forEach(Sink::close);
    proxy.close();
  }
}
