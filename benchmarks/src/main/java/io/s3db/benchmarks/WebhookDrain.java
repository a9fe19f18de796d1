package io.s3db.benchmarks;

import io.s3db.Document;
import io.s3db.replicator.Replicator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * How fast a backlog of inserts goes to a receiver of webhooks, one request for each or batches of
 * 100; beside requests of the same size that the same client makes in a loop.
 */
final class WebhookDrain implements Benchmark {
  private static final int BATCH = 100;
  private static final int PARALLEL = 32; // as the driver does
  private static final int LANES = 4; // each has one batch under way

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    try (Receivers receivers = Receivers.start()) {
      String url = receivers.url(Manner.WELL);
      int messages = stage.scale().messages();
      int rows = stage.scale().rows();
      rounds(stage, 1, url, false, messages);
      rounds(stage, 1, url, true, rows);
      return List.of(
          rounds(stage, stage.scale().rounds(), url, false, messages),
          rounds(stage, stage.scale().rounds(), url, true, rows));
    }
  }

  private static Figure rounds(Stage stage, int rounds, String url, boolean batch, int rows)
      throws Exception {
    Samples raw = new Samples();
    Samples ours = new Samples();
    for (int round = 0; round < rounds; round++) {
      raw.add(raw(url, batch, rows));
      ours.add(drain(stage, url, batch, rows));
    }
    double budget = batch ? 300_000 : 5_000;
    double rate = ours.median();
    return Figure.of(
            "backlog to a webhook, " + (batch ? "batches of " + BATCH : "a request for each"),
            Text.rate(rate, "events"))
        .beside(
            "a loop of java.net.http, the same bodies: " + Text.rate(raw.median(), "events"),
            Text.percent(rate / raw.median()))
        .budget(Text.rate(budget, "events"), rate >= budget);
  }

  private static double drain(Stage stage, String url, boolean batch, int rows) throws Exception {
    Replicator webhook =
        Source.destination("webhook").config("url", url).config("batch", batch).build();
    try (Source source = Source.replicated(stage, BATCH, webhook)) {
      double rate = source.drainRate(rows);
      source.awaitCounted("delivered", rows);
      return rate;
    }
  }

  private static double raw(String url, boolean batch, int rows) throws Exception {
    int each = batch ? BATCH : 1;
    int senders = batch ? LANES : PARALLEL;
    byte[] body = Document.of("batch", entries(each)).toJson().getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(body)).build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      return Load.perSecond(
          rows,
          Load.range(
              senders,
              0,
              rows / each,
              _ -> {
                int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status != 204) {
                  throw new IllegalStateException("the receiver answered " + status);
                }
              }));
    }
  }

  private static List<Document> entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                Document.of(
                    "resource",
                    Orders.NAME,
                    "action",
                    "insert",
                    "timestamp",
                    "2026-01-01T00:00:00.000Z",
                    "data",
                    Orders.order(n)))
        .toList();
  }
}
