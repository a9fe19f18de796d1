package io.s3db.benchmarks;

import io.s3db.Document;
import io.s3db.replicator.Replicator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * How fast a backlog of inserts goes to a queue, beside plain calls of the SDK with the same
 * messages; and how full the calls are while 5,000 changes a second are made.
 */
final class SqsDrain implements Benchmark {
  private static final int RATE = 5_000;
  private static final int CALL = 10;
  private static final int PARALLEL = 16; // as the driver does
  private static final double FULL = 0.9;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    try (Child server = Child.start(SqsMain.class, 3)) {
      int messages = stage.scale().messages();
      raw(server, messages); // warms up
      drain(stage, server, messages);
      Samples raw = new Samples();
      Samples ours = new Samples();
      for (int round = 0; round < stage.scale().rounds(); round++) {
        raw.add(raw(server, messages));
        ours.add(drain(stage, server, messages));
      }
      return List.of(
          Figure.of("backlog to SQS (ElasticMQ)", Text.rate(ours.median(), "messages"))
              .beside(
                  "SendMessageBatch of 10 by the SDK, 16 at once: "
                      + Text.rate(raw.median(), "messages"),
                  Text.percent(ours.median() / raw.median())),
          fullness(stage, server));
    }
  }

  private static Replicator queue(Child server) {
    return Source.destination("sqs")
        .config("region", "us-east-1")
        .config("endpoint", server.line(0))
        .config("queueUrl", server.line(1))
        .config("credentials", Document.of("accessKeyId", "x", "secretAccessKey", "x"))
        .build();
  }

  private static double drain(Stage stage, Child server, int messages) throws Exception {
    try (Source source = Source.replicated(stage, 100, queue(server))) {
      double rate = source.drainRate(messages);
      source.awaitCounted("delivered", messages);
      return rate;
    }
  }

  private static Figure fullness(Stage stage, Child server) throws Exception {
    Duration time = stage.scale().turn();
    try (Source source = Source.replicated(stage, 100, queue(server))) {
      Pace.write(RATE, Load.MANY, time, source::insert);
      source.drain();
      double full = (double) source.counted("fullCalls") / source.counted("calls");
      return Figure.of(
              "calls to SQS that are full while " + Text.count(RATE) + " changes a second are made",
              Text.percent(full) + " of " + Text.count(source.counted("calls")) + " calls")
          .budget("over " + Text.percent(FULL), full > FULL);
    }
  }

  private static double raw(Child server, int messages) throws Exception {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, CALL).mapToObj(SqsDrain::entry).toList();
    try (SqsClient sqs =
        SqsClient.builder()
            .httpClient(Apache5HttpClient.builder().maxConnections(PARALLEL).build())
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create(server.line(0)))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
            .build()) {
      return Load.perSecond(
          messages,
          Load.range(
              PARALLEL,
              0,
              messages / CALL,
              _ ->
                  sqs.sendMessageBatch(
                      request -> request.queueUrl(server.line(2)).entries(entries))));
    }
  }

  private static SendMessageBatchRequestEntry entry(int n) {
    Document body =
        Document.of(
            "resource",
            Orders.NAME,
            "action",
            "insert",
            "timestamp",
            "2026-01-01T00:00:00.000Z",
            "data",
            Orders.order(n));
    MessageAttributeValue text =
        MessageAttributeValue.builder().dataType("String").stringValue("x".repeat(20)).build();
    return SendMessageBatchRequestEntry.builder()
        .id(String.valueOf(n))
        .messageBody(body.toJson())
        .messageAttributes(Map.of("a", text, "b", text, "c", text, "d", text))
        .build();
  }
}
