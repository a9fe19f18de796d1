package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.delivery.DeliveryParts;
import io.s3db.replicator.delivery.Destination;
import io.s3db.replicator.delivery.DestinationOptions;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.delivery.RetryPolicy;
import io.s3db.replicator.delivery.StateWriter;
import io.s3db.replicator.delivery.Timer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.MemoryJournal;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Router;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Pace;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StreamId;
import io.s3db.testkit.sink.RecordingSinkContext;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The attempts that the engine makes with the driver's pace, in time that passes twice as fast. */
class ScheduleTest {
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");
  private static final int SPEED = 2;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Webhooks webhooks = new Webhooks();
  private final long startedAt = System.nanoTime();
  private final InstantSource time = () -> START.plusNanos((System.nanoTime() - startedAt) * SPEED);
  private final List<ReplicationEvent> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    webhooks.close();
  }

  @Test
  void triesAtOnceAndAfterOneTwoAndFourSecondsThenTells() throws Exception {
    List<Duration> pauses = pausesOfTheFirstRound();

    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
    assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
  }

  @Test
  void pausesForTheSameTimeIfFixed() throws Exception {
    List<Duration> pauses =
        pausesOfTheFirstRound("retries", 2, "retryDelay", "2s", "retryStrategy", "fixed");

    assertThat(pauses).hasSize(2);
    assertThat(pauses)
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6)));
  }

  @Test
  void makesOneAttemptWithoutRetries() throws Exception {
    assertThat(pausesOfTheFirstRound("retries", 0)).isEmpty();
  }

  /** Fails every request until the failure is told, and measures what was before. */
  private List<Duration> pausesOfTheFirstRound(Object... options) throws Exception {
    webhooks.receiver.answer(WebhookAnswer.status(503));
    Map<String, Object> config = Webhooks.map(options);
    config.put("url", webhooks.receiver.url("/hook"));
    Pace pace = Webhooks.configure(config, NameLookup.SYSTEM).pace();
    Sink sink = webhooks.with(new RecordingSinkContext(time, null)).open(options);
    MemoryJournal journal = MemoryJournal.create(1 << 20, new Random(1));
    SqliteState state = SqliteState.inMemory();
    state.apply(
        List.of(
            new StateChange.SaveCheckpoint(
                StreamId.main("crm"), Collections.nCopies(Partition.COUNT, Position.START))));
    StateWriter writer = StateWriter.start(state, Duration.ofMillis(5));
    Destination destination = destination(pace, journal, state, writer, sink);
    try {
      insert(journal);
      destination.start();
      await().atMost(SOON).until(() -> !failures().isEmpty());
    } finally {
      destination.close(Duration.ZERO);
      writer.close();
    }
    ReplicationEvent.ReplicationFailed told = failures().getFirst();
    assertThat(told.attempts()).isEqualTo(pace.maxRetries().orElse(3) + 1);
    assertThat(told.willRetry()).isTrue();
    assertThat(told.error()).contains("was answered with 503");
    return pauses(told.attempts());
  }

  private List<Duration> pauses(int attempts) {
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < attempts; i++) {
      long real =
          webhooks.receiver.requests().get(i).nanos()
              - webhooks.receiver.requests().get(i - 1).nanos();
      pauses.add(Duration.ofNanos(real * SPEED));
    }
    return pauses;
  }

  private List<ReplicationEvent.ReplicationFailed> failures() {
    return events.stream()
        .filter(ReplicationEvent.ReplicationFailed.class::isInstance)
        .map(ReplicationEvent.ReplicationFailed.class::cast)
        .toList();
  }

  private Destination destination(
      Pace pace, Journal journal, SqliteState state, StateWriter writer, Sink sink) {
    Route route = new Route("orders", 0, "orders", Set.of(Operation.values()), null, List.of());
    DestinationOptions options =
        DestinationOptions.of("crm")
            .withBatchSize(pace.batchSize().orElseThrow())
            .withTimeout(pace.timeout().orElseThrow())
            .withRetry(RetryPolicy.of(pace.maxRetries().orElse(3)).withSchedule(pace.pauses()));
    return new Destination(
        options,
        new DeliveryParts(
            journal,
            state,
            writer,
            new Router(List.of(route)),
            new Routing(),
            each -> new Target(each.target(), each.resource(), List.of(), false, Map.of()),
            sink,
            new Events(),
            new Timer(time, SPEED),
            new Random(7)));
  }

  private final class Events implements EventSink {
    @Override
    public boolean wanted(Class<? extends ReplicationEvent> type) {
      return true;
    }

    @Override
    public void publish(ReplicationEvent event) {
      events.add(event);
    }
  }

  private static void insert(Journal journal) {
    Document order = Document.of("id", "1", "total", 5);
    PendingWrite write =
        new PendingWrite(
            "orders",
            "1",
            Operation.INSERT,
            new Version(1 << 16, 7, false),
            Version.NONE,
            null,
            null,
            order,
            START);
    journal.outcome(journal.intend(write), Journal.Outcome.APPLIED);
  }
}
