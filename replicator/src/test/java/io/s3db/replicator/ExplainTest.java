package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.ResourceNotFoundException;
import io.s3db.S3db;
import io.s3db.replicator.explain.ExplainedChange;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.explain.Explanation.Journey;
import io.s3db.replicator.explain.Explanation.Step;
import io.s3db.replicator.explain.Source;
import io.s3db.replicator.explain.Verdict;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of one record. */
final class ExplainTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir Path folder;

  private final String url = "user:hush@explain-" + COUNTER.incrementAndGet();
  private final FakeWarehouse warehouse = FakeWarehouse.named(url);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  @Test
  void aDeliveredRecordIsToldWithVersionTimeAndWriter() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders").config("events", true));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "o1", "total", 1));
      orders.update("o1", Document.of("total", 2));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      Explanation explained = plugin.explain("orders", "o1");
      assertThat(explained.isKnown()).isTrue();
      assertThat(explained.source())
          .isInstanceOfSatisfying(
              Source.Present.class,
              there -> {
                assertThat(there.stamped()).isTrue();
                assertThat(there.writer()).isEqualTo("this process");
              });
      assertThat(explained.journal().changes())
          .extracting(ExplainedChange::operation)
          .containsExactly(Operation.INSERT, Operation.UPDATE);
      assertThat(explained.journal().changes().getLast().version())
          .isEqualTo(((Source.Present) explained.source()).version());
      Journey journey = only(explained);
      assertThat(journey.state()).isEqualTo(ReplicatorState.RUNNING);
      assertThat(journey.isOpen()).isFalse();
      assertThat(verdicts(journey))
          .hasSize(2)
          .allSatisfy(verdict -> assertThat(((Verdict.Delivered) verdict).at()).isNotNull());
      assertThat(explained.toString())
          .contains("orders/o1", "this process", "fake://explain-", "delivered at")
          .doesNotContain("hush");
      Document json = explained.toDocument();
      assertThat(json.bool("known")).isTrue();
      assertThat(json.toJson()).contains("\"kind\":\"delivered\"").doesNotContain("hush");
    }
  }

  @Test
  void nothingIsSentOrWrittenForAnExplanation() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "o1", "total", 1));
      long bytes = plugin.statistics().journalBytes();
      int objects = store.list("", null, 1000).entries().size();
      plugin.explain("orders", "o1");
      plugin.explain("orders", "nobody");
      assertThat(plugin.statistics().journalBytes()).isEqualTo(bytes);
      assertThat(store.list("", null, 1000).entries()).hasSize(objects);
      assertThat(warehouse.told()).isEmpty();
    }
  }

  @Test
  void aRecordThatWaitsIsToldWithWhatItWaitsForAndAsWhatItGoes() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    "orders",
                    m -> m.to("facts").transform(order -> Document.of("id", order.id(), "n", 7))));
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "o1", "total", 1));
      await().until(() -> plugin.status("fake").state() == ReplicatorState.RETRYING);
      Explanation explained = plugin.explain("orders", "o1");
      Journey journey = only(explained);
      assertThat(journey.isOpen()).isTrue();
      assertThat(journey.reason()).contains("connection refused");
      Step step = journey.steps().getFirst();
      assertThat(step.row()).isEqualTo(Document.of("id", "o1", "n", 7));
      assertThat(step.verdict())
          .isInstanceOfSatisfying(
              Verdict.Waiting.class,
              waiting -> assertThat(waiting.behind()).contains("retrying", "connection refused"));
      assertThat(explained.toString()).contains("waiting: it is retrying", "\"n\":7");
      plugin.pause("fake");
      assertThat(((Verdict.Waiting) verdict(plugin)).behind()).contains("paused", "by hand");
      plugin.disable("fake");
      assertThat(((Verdict.Waiting) verdict(plugin)).behind()).contains("disabled");
    }
  }

  @Test
  void rulesAreNamed() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource("orders", m -> m.to("inserts").actions(Operation.INSERT))
                    .resource(
                        "orders",
                        m -> m.to("big").transform(o -> o.number("total") < 100 ? null : o)));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "o1", "total", 1));
      orders.update("o1", Document.of("total", 200));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      Explanation explained = plugin.explain("orders", "o1");
      assertThat(explained.journeys())
          .extracting(Journey::route, Journey::target)
          .containsExactly(
              org.assertj.core.api.Assertions.tuple("orders#0", "inserts"),
              org.assertj.core.api.Assertions.tuple("orders#1", "big"));
      assertThat(verdicts(explained.journeys().getFirst()))
          .extracting(Object::getClass)
          .containsExactly(Verdict.Delivered.class, Verdict.NotListed.class);
      assertThat(verdicts(explained.journeys().getLast()))
          .extracting(Object::getClass)
          .containsExactly(Verdict.Skipped.class, Verdict.Delivered.class);
      assertThat(explained.toString())
          .contains("the actions of the route do not list it", "the transform gives null")
          .containsOnlyOnce("fake://explain-"); // the destination is named once for both routes
    }
  }

  @Test
  void aDestinationWithoutARouteSaysSo() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      orders(db);
      db.createResource("carts", r -> r.attribute("n", "number"))
          .insert(Document.of("id", "c1", "n", 1));
      Explanation explained = plugin.explain("carts", "c1");
      assertThat(only(explained).remark()).contains("No route of it takes 'carts'");
      assertThat(explained.journal().changes()).isEmpty();
    }
  }

  @Test
  void aBlockedResourceSaysSo() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .resourceBlocklist("orders")
            .replicator("fake", r -> r.resources("orders").config("connectionString", url))
            .build();
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "o1", "total", 1));
      assertThat(only(plugin.explain("orders", "o1")).remark()).contains("kept from being");
    }
  }

  @Test
  void aRefusedRecordIsADeadLetterWithItsReasonAlsoAfterTheJournalWasTrimmed() throws Exception {
    warehouse.refuse(delivery -> true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "o1", "total", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      for (int i = 0; i < 2; i++) {
        assertThat(verdict(plugin))
            .isInstanceOfSatisfying(
                Verdict.DeadLettered.class,
                letter -> {
                  assertThat(letter.code()).isEqualTo("23514");
                  assertThat(letter.error()).isEqualTo("check violated");
                  assertThat(letter.status()).isEqualTo(DeadLetter.Status.DEAD);
                });
        trim(plugin, orders); // then once more, from the state alone
      }
      Explanation explained = plugin.explain("orders", "o1");
      assertThat(explained.journal().changes().getFirst().position()).isNull();
      assertThat(explained.toString()).contains("dead letter (dead)", "the journal was trimmed");
    }
  }

  /** Waits until the keeper has given back what was before. */
  private void trim(ReplicatorPlugin plugin, Resource orders) throws InterruptedException {
    warehouse.refuse(_ -> false);
    orders.insert(Document.of("total", 5));
    assertThat(plugin.awaitReplicated(SOON)).isTrue();
    await()
        .atMost(SOON)
        .until(() -> plugin.explain("orders", "o1").journal().lookedFrom().offset() > 0);
  }

  @Test
  void afterARestartItIsNotClaimedThatADoneChangeWasDelivered() throws Exception {
    ReplicatorPlugin first = onDisk(r -> r.resources("orders"));
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", "o1", "total", 1));
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    ReplicatorPlugin second = onDisk(r -> r.resources("orders").resource("orders", "copies"));
    try (S3db _ = open(second)) {
      Explanation explained = second.explain("orders", "o1");
      assertThat(explained.journal().changes()).hasSize(1);
      assertThat(verdicts(explained.journeys().getFirst())).containsExactly(new Verdict.Settled());
      assertThat(verdicts(explained.journeys().getLast()))
          .as("the second route is new")
          .singleElement()
          .isInstanceOfSatisfying(
              Verdict.Missed.class,
              missed -> assertThat(missed.reason()).contains("orders#1", "began behind it"));
      assertThat(((Source.Present) explained.source()).writer()).contains("an earlier one");
    }
  }

  @Test
  void whatADestinationMissedIsNotTakenForDone() throws Exception {
    ReplicatorPlugin first = onDisk(r -> r.resources("orders"));
    Path state = folder.resolve("state.db");
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", "o1", "total", 1));
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    for (String suffix : List.of("", "-wal", "-shm")) {
      java.nio.file.Files.deleteIfExists(state.resolveSibling("state.db" + suffix));
    }
    ReplicatorPlugin second = onDisk(r -> r.resources("orders"));
    try (S3db db = open(second)) {
      db.resource("orders").insert(Document.of("id", "o2", "total", 2));
      assertThat(verdict(second)).isInstanceOf(Verdict.Missed.class);
      assertThat(verdicts(only(second.explain("orders", "o2"))).getFirst())
          .isInstanceOfSatisfying(
              Verdict.Missed.class, missed -> assertThat(missed.reason()).contains("needs sync"));
      second.enable("fake");
      assertThat(verdicts(only(second.explain("orders", "o2"))).getFirst())
          .isInstanceOfSatisfying(
              Verdict.Missed.class,
              missed -> assertThat(missed.reason()).contains("began anew behind it"));
      db.resource("orders").insert(Document.of("id", "o3", "total", 2));
      assertThat(second.awaitReplicated(SOON)).isTrue();
      assertThat(verdicts(only(second.explain("orders", "o3"))).getFirst())
          .isInstanceOf(Verdict.Delivered.class);
    }
  }

  @Test
  void anUnknownRecordAndAnUnknownResourceAreToldApart() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      orders(db);
      Explanation nobody = plugin.explain("orders", "nobody");
      assertThat(nobody.isKnown()).isFalse();
      assertThat(nobody.source()).isEqualTo(new Source.Absent());
      assertThat(nobody.toString())
          .contains("there is no such record", "Nothing else is known of such a record.");
      assertThatThrownBy(() -> plugin.explain("order", "o1"))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageContaining("order");
    }
    assertThatThrownBy(() -> plugin.explain("orders", "o1")).hasMessageContaining("not running");
  }

  @Test
  void secretAttributesAreNotShown() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("users"));
    try (S3db db = S3db.builder().store(store).passphrase("p").plugin(plugin).connect()) {
      db.createResource("users", r -> r.attribute("pin", "secret").attribute("name", "string"))
          .insert(Document.of("id", "u1", "pin", "4711-0815", "name", "Ada"));
      Explanation explained = plugin.explain("users", "u1");
      assertThat(only(explained).steps().getFirst().row())
          .isNotNull()
          .satisfies(row -> assertThat(row.has("pin")).isFalse())
          .satisfies(row -> assertThat(row.text("name")).isEqualTo("Ada"));
      assertThat(explained.toString()).doesNotContain("4711-0815", "pin");
    }
  }

  private Verdict verdict(ReplicatorPlugin plugin) throws InterruptedException {
    return only(plugin.explain("orders", "o1")).steps().getLast().verdict();
  }

  private static Journey only(Explanation explanation) {
    assertThat(explanation.journeys()).hasSize(1);
    return explanation.journeys().getFirst();
  }

  private static List<Verdict> verdicts(Journey journey) {
    return journey.steps().stream().map(Step::verdict).toList();
  }

  private ReplicatorPlugin plugin(UnaryOperator<Replicator.Builder> replicator) {
    return builder(replicator).build();
  }

  private ReplicatorPlugin onDisk(UnaryOperator<Replicator.Builder> replicator) {
    return builder(replicator).journalPath(folder).journalRetention(Duration.ofHours(1)).build();
  }

  private ReplicatorPlugin.Builder builder(UnaryOperator<Replicator.Builder> replicator) {
    return ReplicatorPlugin.builder()
        .closeTimeout(Duration.ofMillis(300))
        .replicator(
            replicator.apply(Replicator.builder("fake").config("connectionString", url)).build());
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private static Resource orders(S3db db) {
    return db.createResource(
        "orders",
        r -> r.attribute("total", "number|optional").attribute("note", "string|optional"));
  }
}
