package io.s3db.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.JournalReport;
import io.s3db.replicator.backfill.JournalReport.Deliveries;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.spi.Rejection;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was sent to a destination of events is reconciled with the journal. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EventVerifyTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String ITEMS = "items";

  @TempDir private Path folder;

  private final String name = "events-" + System.nanoTime();
  private final MemorySink events = MemorySink.events().register(name);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  @AfterEach
  void forget() {
    MemorySink.forget(name);
  }

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .journalRetention(Duration.ofDays(1))
        .replicator(
            "memory", r -> description.accept(r.id("alerts").config("name", name).maxRetries(0)))
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private static Resource items(S3db db, int count) {
    Resource items = db.createResource(ITEMS, r -> r.attribute("n", "number|integer"));
    items.insertMany(
        IntStream.range(0, count).mapToObj(i -> Document.of("id", "k" + i, "n", i)).toList());
    return items;
  }

  private Set<String> told() {
    return events.delivered().stream()
        .map(delivery -> delivery.id().toString())
        .collect(Collectors.toSet());
  }

  private static VerifyOptions asking(Set<String> received) {
    return VerifyOptions.builder().received(received::contains).build();
  }

  private static Deliveries route(VerifyReport report) {
    return report.journal().orElseThrow().routes().getFirst();
  }

  @Test
  void everyChangeOfTheJournalIsAccountedFor() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    ITEMS,
                    m ->
                        m.actions(Operation.INSERT, Operation.DELETE)
                            .transform(item -> item.integer("n") == 3 ? null : item)));
    try (S3db db = open(plugin)) {
      Resource items = items(db, 10);
      items.update("k1", Document.of("n", 100));
      items.delete("k2");
      VerifyReport report = plugin.verify("alerts");
      assertThat(report.isEqual()).as("%s", report).isTrue();
      Deliveries route = route(report);
      assertThat(route.changes()).isEqualTo(12);
      assertThat(route.accepted()).isEqualTo(10);
      assertThat(route.skipped()).as("an update that is not listed, a null").isEqualTo(2);
      assertThat(report.certificate())
          .matches(
              "journal = alerts, 10 deliveries accepted, 2 skipped by rule, positions \\d+:\\d+ to"
                  + " \\d+:\\d+");
      assertThat(report.journal().orElseThrow().notes())
          .anyMatch(note -> note.contains("only the receiver knows"));
    }
  }

  @Test
  void whatTheReceiverDoesNotKnowIsListed() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      items(db, 10);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      Set<String> received = told();
      VerifyReport whole = plugin.verify("alerts", asking(received));
      assertThat(whole.certificate())
          .startsWith("journal = alerts, 10 deliveries accepted and known to the receiver");
      String lost = received.iterator().next();
      received.remove(lost);
      VerifyReport report = plugin.verify("alerts", asking(received));
      assertThat(report.isEqual()).isFalse();
      assertThat(route(report).examples())
          .containsExactly(
              new Example(Kind.MISSING, lost, "accepted, but the receiver does not know it"));
      assertThat(report.certificate()).startsWith("journal <> alerts: 1 missing, 0 dead letters");
    }
  }

  @Test
  void refusedChangesAreDeadLettersOrParkedAndNotMissing() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      events.faults().refuse("k4", Rejection.Kind.PERMANENT, "NO");
      items(db, 10);
      await()
          .atMost(SOON)
          .until(
              () -> plugin.status("alerts").deadLetters() + plugin.status("alerts").parked() == 1);
      VerifyReport report = plugin.verify("alerts", asking(told()));
      assertThat(report.isEqual()).isFalse();
      Deliveries route = route(report);
      assertThat(route.deadLetters() + route.parked()).isEqualTo(1);
      assertThat(route.missing()).isZero();
      assertThat(route.received()).isEqualTo(9);
      events.faults().acceptAll();
      await()
          .atMost(SOON)
          .until(
              () -> {
                plugin.redrive("alerts", List.of(), SOON);
                return plugin.verify("alerts").isEqual();
              });
    }
  }

  @Test
  void changesBeforeTheDestinationBeganAreNotItsOwn() throws Exception {
    ReplicatorPlugin other = plugin(r -> r.resources("others"));
    try (S3db db = open(other)) {
      db.createResource("others", r -> r.attribute("n", "number"));
      items(db, 5);
    }
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("journal"))
            .journalRetention(Duration.ofDays(1))
            .replicator("memory", r -> r.id("alerts").resources("others").config("name", name))
            .replicator("memory", r -> r.id("late").resources(ITEMS).config("name", name))
            .build();
    try (S3db db = open(plugin)) {
      db.resource(ITEMS).update("k1", Document.of("n", 7));
      VerifyReport report = plugin.verify("late");
      assertThat(route(report).changes()).isEqualTo(1);
      assertThat(report.isEqual()).as("%s", report).isTrue();
    }
  }

  /** The counters of a destination and the journal tell the same number, whatever goes wrong. */
  @Test
  void countersAreComparedWithTheJournalFromTheSecondTimeOn() throws Exception {
    long seed = System.nanoTime() & 0xffffff;
    System.out.println("[count of events] seed " + seed);
    Random random = new Random(seed);
    AtomicBoolean skips = new AtomicBoolean();
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    ITEMS,
                    m -> m.transform(item -> skips.get() && item.id().equals("k1") ? null : item)));
    try (S3db db = open(plugin)) {
      Resource items = items(db, 20);
      assertThat(miscount(plugin.verify("alerts")).notes())
          .anyMatch(note -> note.contains("second verification"));
      for (int round = 0; round < 4; round++) {
        skips.set(round % 2 == 1);
        boolean later = random.nextBoolean();
        events
            .faults()
            .refuse(
                "k" + random.nextInt(20),
                later ? Rejection.Kind.RETRYABLE : Rejection.Kind.PERMANENT,
                "NO_" + round); // for one reason alone the route would be paused
        events.faults().failNext(random.nextInt(3));
        for (int i = 0; i < 60; i++) {
          items.update("k" + random.nextInt(20), Document.of("n", i));
        }
        JournalReport report = miscount(plugin.verify("alerts"));
        assertThat(report.notes())
            .as("seed %d", seed)
            .noneMatch(note -> note.contains("were not compared"));
        assertThat(report.miscounted()).as("seed %d: %s", seed, report).isZero();
      }
    }
    try (S3db db = open(again(skips))) {
      db.resource(ITEMS).update("k3", Document.of("n", 1));
      assertThat(db.plugin(ReplicatorPlugin.class).orElseThrow().verify("alerts").journal())
          .hasValueSatisfying(report -> assertThat(report.miscounted()).isZero());
    }
  }

  private ReplicatorPlugin again(AtomicBoolean skips) {
    events.faults().acceptAll();
    return plugin(
        r ->
            r.resource(
                ITEMS,
                m -> m.transform(item -> skips.get() && item.id().equals("k1") ? null : item)));
  }

  private static JournalReport miscount(VerifyReport report) {
    return report.journal().orElseThrow();
  }

  @Test
  void aRepairOfEventsIsRefused() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      items(db, 1);
      assertThatThrownBy(
              () -> plugin.verify("alerts", VerifyOptions.builder().repair(true).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'alerts' takes events, which are not repaired: redrive its dead letters, or sync it"
                  + " to tell every record again.");
    }
  }
}
