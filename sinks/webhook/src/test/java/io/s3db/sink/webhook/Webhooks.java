package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.RecordingSinkContext;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A receiver, sinks that send to it, and changes to send. */
final class Webhooks implements AutoCloseable {
  final WebhookReceiver receiver;
  private final List<Sink> opened = new ArrayList<>();
  private final Map<String, DeliveryFixtures> fixtures = new LinkedHashMap<>();
  private SinkContext context = new RecordingSinkContext();
  private NameLookup.Resolver resolver = NameLookup.SYSTEM;

  Webhooks() {
    this(WebhookReceiver.start());
  }

  Webhooks(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  Webhooks with(SinkContext other) {
    context = other;
    return this;
  }

  Webhooks resolving(NameLookup.Resolver other) {
    resolver = other;
    return this;
  }

  /** A sink of the receiver's URL, unless the options say another. */
  Sink open(Object... namesAndValues) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("url", receiver.url("/hook"));
    config.putAll(map(namesAndValues));
    Sink sink = configure(config, resolver).open(context);
    opened.add(sink);
    return sink;
  }

  static SinkProvider.Configured configure(
      Map<String, Object> config, NameLookup.Resolver resolver) {
    List<String> problems = new ArrayList<>();
    SinkProvider.Configured configured =
        new WebhookSinkProvider(resolver).configure(Options.of("config", config, problems));
    assertThat(problems).isEmpty();
    return configured;
  }

  static SinkProvider.Configured configure(Object... namesAndValues) {
    return configure(map(namesAndValues), NameLookup.SYSTEM);
  }

  static List<String> problems(Object... namesAndValues) {
    List<String> problems = new ArrayList<>();
    new WebhookSinkProvider().configure(Options.of("config", map(namesAndValues), problems));
    return problems;
  }

  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  DeliveryFixtures changes(String resource) {
    return fixtures.computeIfAbsent(
        resource, name -> new DeliveryFixtures(name, KeyFields.recordId("id"), false));
  }

  Delivery order(String id) {
    return changes("orders").insert(Document.of("id", id, "total", 5));
  }

  List<Delivery> orders(int count) {
    List<Delivery> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(order("o-" + i));
    }
    return orders;
  }

  static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.id().toString()).toList();
  }

  /** The ids of the requests that were read, in order. */
  List<String> told() {
    return receiver.requests().stream().map(request -> request.required("webhook-id")).toList();
  }

  @Override
  public void close() {
    opened.forEach(Sink::close);
    receiver.close();
  }
}
