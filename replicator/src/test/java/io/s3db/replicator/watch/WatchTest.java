package io.s3db.replicator.watch;

import static io.s3db.replicator.watch.World.QUICK;
import static io.s3db.replicator.watch.World.SOON;
import static io.s3db.replicator.watch.World.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Envelope;
import io.s3db.store.StoreException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other programs do in the bucket becomes changes: a test per rule. */
@Timeout(120)
final class WatchTest {
  @TempDir Path folder;

  private World world;

  @BeforeEach
  void makeWorld() {
    world = new World(folder.resolve("journal"));
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private static Document order(String id, int total) {
    return Document.of("id", id, "total", total);
  }

  private List<Operation> told(String id) {
    return world.warehouse.told().stream()
        .filter(each -> each.recordId().equals(id))
        .map(Delivery::operation)
        .toList();
  }

  private WatchStatus status() {
    return world.plugin.watch().status();
  }

  @Test
  void whatAProgramWithoutThePluginWritesArrives() throws Exception {
    world.open();
    world.walk();
    world.other().insert(order("a", 1));
    world.other().insert(order("b", 2));
    world.settle();
    assertThat(world.rows()).hasSize(2).isEqualTo(world.records());
    world.other().update("a", Document.of("total", 3));
    world.other().delete("b");
    world.settle();
    assertThat(world.rows()).hasSize(1).isEqualTo(world.records());
    assertThat(told("a")).containsExactly(Operation.INSERT, Operation.UPDATE);
    assertThat(told("b")).containsExactly(Operation.INSERT, Operation.DELETE);
    assertThat(status().inserted()).isEqualTo(2);
    assertThat(status().updated()).isEqualTo(1);
    assertThat(status().deleted()).isEqualTo(1);
  }

  @Test
  void whatIsPutAsS3dbJsDoesArrivesEvenIfTheETagStaysTheSame() throws Exception {
    world.open();
    world.js("keep", 1);
    world.js("a", 1);
    world.settle();
    String tag = world.bucket.at(key("a")).head().etag().value();
    for (int total = 2; total < 8; total++) {
      world.js("a", total); // most of them within one second
      assertThat(world.bucket.at(key("a")).head().etag().value()).isEqualTo(tag);
      world.settle();
      assertThat(world.rows()).isEqualTo(world.records());
    }
    assertThat(told("a")).hasSize(7);
    world.bucket.remove(key("a"));
    world.settle();
    assertThat(world.rows()).hasSize(1);
  }

  @Test
  void aRecordThatIsDeletedAndComesBackWithinASecondArrives() throws Exception {
    world.open();
    world.js("keep", 1);
    for (int total = 0; total < 4; total++) {
      world.js("a", total);
      world.settle();
      assertThat(world.rows()).isEqualTo(world.records());
      world.bucket.remove(key("a"));
      world.settle();
      assertThat(world.rows()).hasSize(1);
    }
  }

  @Test
  void whatWasThereBeforeIsNotToldUntilItChanges() throws Exception {
    world.other().insert(order("a", 1));
    world.other().insert(order("b", 1));
    world.js("c", 1);
    world.clock.move(Duration.ofMinutes(5));
    world.open();
    world.settle();
    world.walk();
    assertThat(world.warehouse.told()).isEmpty();
    assertThat(status().objects()).isEqualTo(3);
    world.other().update("a", Document.of("total", 2));
    world.js("c", 2);
    world.other().delete("b");
    world.settle();
    assertThat(told("a")).containsExactly(Operation.UPDATE);
    assertThat(told("b")).containsExactly(Operation.DELETE);
    assertThat(told("c")).containsExactly(Operation.UPDATE);
  }

  @Test
  void whatChangesWhileTheFirstWalkGoesOnIsTold() throws Exception {
    for (int i = 0; i < 5; i++) {
      world.js("r" + i, 1);
    }
    world.clock.move(Duration.ofMinutes(5));
    Set<String> done = ConcurrentHashMap.newKeySet();
    world.bucket.onCall(
        (call, key) -> {
          if (call.equals("list") && key.contains("/data/") && done.add("once")) {
            world.js("r3", 2); // a sync may have read it before
          }
        });
    world.open();
    world.settle();
    assertThat(world.warehouse.told()).extracting(Delivery::recordId).containsExactly("r3");
  }

  @Test
  void aDeleteOfWhatWasThereBeforeReachesARowThatASyncCopied() throws Exception {
    world.other().insert(order("a", 1));
    world.other().insert(order("b", 1));
    world.clock.move(Duration.ofMinutes(5));
    world.open();
    world.walk();
    assertThat(world.plugin.sync("fake").await(SOON)).isTrue();
    assertThat(world.rows()).hasSize(2);
    world.other().delete("b");
    world.settle();
    assertThat(world.rows()).hasSize(1).isEqualTo(world.records());
  }

  @Test
  void ownWritesAreNeverToldAgain() throws Exception {
    world.open();
    for (int round = 0; round < 5; round++) {
      world.orders().insert(order("own" + round, round));
      world.walk();
      world.orders().update("own" + round, Document.of("total", 100 + round));
      world.orders().patch("own" + round, Document.of("note", "n"));
      world.walk();
    }
    world.orders().delete("own0");
    world.settle();
    world.walk();
    world.settle();
    assertThat(world.rows()).hasSize(4).isEqualTo(world.records());
    assertThat(world.warehouse.told()).noneMatch(each -> each.id().event().isForeign());
    assertThat(status().inserted() + status().updated() + status().deleted()).isZero();
  }

  @Test
  void ownRecordsWhoseStampHasNoPlaceAreNotToldAgain() throws Exception {
    world.open();
    world.orders().insert(Document.of("id", "big", "total", 1, "note", "x".repeat(1990)));
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    world.orders().setContent("big", new ByteArrayInputStream(content), "text/plain");
    assertThat(world.bucket.at(key("big")).head().metadata()).doesNotContainKey("_n");
    world.settle();
    world.walk();
    world.settle();
    assertThat(status().inserted() + status().updated()).isZero();
  }

  @Test
  void ownWritesAndOthersMeetInOrder() throws Exception {
    world.open();
    world.walk();
    for (int round = 0; round < 10; round++) {
      world.js("a", round);
      if (round % 2 == 0) {
        world.walk();
      }
      world.orders().update("a", Document.of("note", "own" + round));
      if (round % 3 == 0) {
        world.walk();
      }
    }
    world.settle();
    assertThat(world.rows()).isEqualTo(world.records());
  }

  @Test
  void whatHappenedWhileItWasClosedIsToldOnceAfterwards() throws Exception {
    world.open();
    world.js("a", 1);
    world.js("b", 1);
    world.js("c", 1);
    world.settle();
    world.orders().insert(order("own", 1));
    world.orders().delete("c");
    world.shut();
    world.js("a", 2);
    world.bucket.remove(key("b"));
    world.js("d", 1);
    world.open();
    world.settle();
    assertThat(world.rows()).hasSize(3).isEqualTo(world.records());
    assertThat(told("a")).containsExactly(Operation.INSERT, Operation.UPDATE);
    assertThat(told("b")).containsExactly(Operation.INSERT, Operation.DELETE);
    assertThat(told("c")).containsExactly(Operation.INSERT, Operation.DELETE);
    assertThat(told("d")).containsExactly(Operation.INSERT);
    assertThat(told("own")).containsExactly(Operation.INSERT);
  }

  @Test
  void onlyRecordsOfRoutedResourcesAreListed() throws Exception {
    Set<String> lists = ConcurrentHashMap.newKeySet();
    S3db setup = S3db.builder().passphrase("for tests").store(world.bucket).connect();
    Resource secrets = setup.createResource("secrets", r -> r.attribute("pin", "string"));
    secrets.insert(Document.of("id", "s", "pin", "1234"));
    setup.close();
    world.bucket.write("resource=orders/partition=byX/x=1/id=a", new byte[0], Map.of());
    world.bucket.write("resource=orders/data/id=a/content", new byte[0], Map.of());
    world.bucket.write("plugin=audit/x", new byte[0], Map.of());
    world.open();
    world.bucket.onCall(
        (call, key) -> {
          if (call.equals("list")) {
            lists.add(key);
          }
        });
    world.other().insert(order("a", 1));
    world.settle();
    assertThat(lists)
        .contains("resource=orders/data/id=")
        .allMatch(
            prefix ->
                prefix.startsWith("resource=orders/data/")
                    || prefix.startsWith("plugin=s3db-replicator/journal="));
    assertThat(world.warehouse.told()).extracting(Delivery::recordId).containsExactly("a");
  }

  @Test
  void aRecordThatCannotBeReadIsReportedOnceAndToldWhenItCan() throws Exception {
    world.open();
    world.walk();
    world.bucket.write(key("bad"), new byte[0], Map.of("_v", "v1", "2", "AAAA"));
    world.js("good", 1);
    world.settle();
    world.walk();
    world.walk();
    assertThat(world.rows()).hasSize(1);
    assertThat(world.warned("WATCH_UNREADABLE")).isEqualTo(1);
    assertThat(status().unreadable()).isEqualTo(1);
    world.js("bad", 7);
    world.settle();
    assertThat(world.rows()).hasSize(2).isEqualTo(world.records());
  }

  @Test
  void aWalkThatMissesMostRecordsAsksAndTellsOnceItIsAccepted() throws Exception {
    world.open();
    for (int i = 0; i < 30; i++) {
      world.js("r" + i, i);
    }
    world.settle();
    IntStream.range(0, 20).forEach(i -> world.bucket.remove(key("r" + i)));
    world.js("new", 1);
    world.walk();
    world.walk();
    assertThat(status().state()).isEqualTo(WatchState.ASKING);
    assertThat(status().reason())
        .contains("20 of 31 records of 'orders'")
        .contains("plugin.watch().accept()");
    await().until(() -> world.warned("WATCH_ASKS") == 1);
    world.settle();
    assertThat(world.rows()).as("others go on, deletes wait").hasSize(31);
    world.plugin.watch().accept();
    world.settle();
    assertThat(world.rows()).hasSize(11).isEqualTo(world.records());
    assertThat(status().state()).isEqualTo(WatchState.WATCHING);
    assertThat(status().reason()).isEmpty();
    assertThatThrownBy(() -> world.plugin.watch().accept())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("asks nothing");
  }

  @Test
  void anEmptyBucketAsksAndForgetsWhenTheRecordsAreBack() throws Exception {
    world.open();
    world.js("a", 1);
    world.js("b", 1);
    world.settle();
    world.bucket.hide(key -> key.startsWith("resource=orders/"));
    world.walk();
    assertThat(status().state()).isEqualTo(WatchState.ASKING);
    world.bucket.hide(_ -> false);
    world.settle();
    assertThat(status().state()).isEqualTo(WatchState.WATCHING);
    assertThat(world.rows()).hasSize(2);
  }

  @Test
  void moreDeletesThanWereAcceptedAskAgain() throws Exception {
    world.open(QUICK.withMaxDeletes(2), r -> r.resources("orders"));
    for (int i = 0; i < 10; i++) {
      world.js("r" + i, i);
    }
    world.settle();
    IntStream.range(0, 3).forEach(i -> world.bucket.remove(key("r" + i)));
    world.walk();
    assertThat(status().state()).isEqualTo(WatchState.ASKING);
    world.bucket.remove(key("r3"));
    world.plugin.watch().accept();
    world.walk();
    assertThat(status().state()).isEqualTo(WatchState.ASKING);
    assertThat(world.rows()).hasSize(10);
    world.plugin.watch().accept();
    world.settle();
    assertThat(world.rows()).hasSize(6).isEqualTo(world.records());
  }

  @Test
  void aRecordThatAListingLeavesOutIsNotDeleted() throws Exception {
    world.open();
    IntStream.range(0, 5).forEach(i -> world.js("r" + i, i));
    world.settle();
    world.bucket.hide(key -> key.endsWith("r2"));
    world.settle();
    world.settle();
    assertThat(world.rows()).hasSize(5);
    assertThat(status().deleted()).isZero();
  }

  @Test
  void aBucketThatCannotBeListedIsOneSentenceAndProgressIsKept() throws Exception {
    world.open();
    world.js("a", 1);
    world.settle();
    world.bucket.onCall(
        (call, key) -> {
          if (call.equals("list")) {
            throw new StoreException(
                "ACCESS_DENIED", false, "Access denied to list the bucket.", null, null);
          }
        });
    world.js("b", 1);
    await().atMost(SOON).until(() -> status().state() == WatchState.FAILING);
    assertThat(status().reason())
        .contains("s3://bucket")
        .contains("Access denied to list the bucket.")
        .contains("what was found until then is kept");
    assertThat(world.warned("WATCH_FAILED")).isEqualTo(1);
    world.orders().insert(order("own", 1));
    assertThat(world.plugin.awaitReplicated(SOON)).isTrue();
    world.bucket.onCall((_, _) -> {});
    world.settle();
    assertThat(status().state()).isEqualTo(WatchState.WATCHING);
    assertThat(world.rows()).hasSize(3).isEqualTo(world.records());
    assertThat(told("a")).hasSize(1);
  }

  @Test
  void aDeleteFindsItsRowWithoutTheRecordAndNoTransformRuns() throws Exception {
    world.warehouse.key("order_id");
    List<String> transformed = new ArrayList<>();
    world.open(
        QUICK,
        r ->
            r.resource(
                "orders",
                m ->
                    m.to("orders")
                        .key("order_id")
                        .transform(
                            order -> {
                              transformed.add(order.id());
                              return order.number("total") > 100
                                  ? null
                                  : Document.of("order_id", "no-" + order.id());
                            })));
    world.js("a", 1);
    world.js("b", 1);
    world.js("retained", 500);
    world.settle();
    assertThat(world.rows()).hasSize(2);
    transformed.clear();
    world.bucket.remove(key("a"));
    world.bucket.remove(key("retained"));
    world.settle();
    assertThat(transformed).isEmpty();
    assertThat(world.rows()).containsOnlyKeys("{\"order_id\":\"no-b\"}");
    assertThat(world.plugin.deadLetters("fake", 10)).isEmpty();
    assertThat(world.plugin.status("fake").counters()).containsEntry("skipped", 2L);
  }

  @Test
  void destinationsOfEventsGetTheIdOfADeletedRecordAndNoBefore() throws Exception {
    world.open(QUICK, r -> r.resources("orders").config("events", true));
    world.js("a", 1);
    world.js("b", 1);
    world.settle();
    world.js("a", 2);
    world.bucket.remove(key("b"));
    world.settle();
    Map<Operation, Document> envelopes = new HashMap<>();
    world.warehouse.told().forEach(each -> envelopes.put(each.operation(), Envelope.of(each)));
    assertThat(envelopes.get(Operation.UPDATE).has("before")).isFalse();
    assertThat(envelopes.get(Operation.UPDATE).document("data").number("total")).isEqualTo(2);
    assertThat(envelopes.get(Operation.DELETE).document("data")).isEqualTo(Document.of("id", "b"));
  }

  @Test
  void writersWithAJournalOfTheirOwnAreNotTold() throws Exception {
    world.open();
    world.walk();
    FakeWarehouse theirs = FakeWarehouse.named(world.url + "-second");
    for (int run = 0; run < 3; run++) {
      ReplicatorPlugin second =
          ReplicatorPlugin.builder()
              .journalPath(folder.resolve("second"))
              .writer("second")
              .replicator(
                  "fake",
                  r -> r.resources("orders").config("connectionString", world.url + "-second"))
              .build();
      try (S3db db =
          S3db.builder().passphrase("for tests").store(world.bucket).plugin(second).connect()) {
        db.resource("orders").insert(order("theirs" + run, 1));
        assertThat(second.awaitReplicated(SOON)).isTrue();
      }
    }
    world.settle(); // it never saw the writer ids of the first two runs registered
    assertThat(theirs.rows("orders")).hasSize(3);
    assertThat(world.warehouse.told()).isEmpty();
    world.other().insert(order("unregistered", 1));
    world.settle();
    assertThat(told("unregistered")).containsExactly(Operation.INSERT);
  }

  @Test
  void theBudgetBoundsTheRequestsAndTheCostIsShown() throws Exception {
    Map<String, Integer> calls = new ConcurrentHashMap<>();
    WatchOptions slow = WatchOptions.every(Duration.ofHours(1)).withMaxRequestsPerHour(600);
    world.open(slow, r -> r.resources("orders")); // 10 at once, then one every 6 s
    world.walk();
    world.bucket.onCall((call, _) -> calls.merge(call, 1, Integer::sum));
    IntStream.range(0, 40).forEach(i -> world.js("r" + i, i));
    assertThat(world.plugin.watch().awaitWalk(Duration.ofSeconds(2))).isFalse();
    assertThat(calls.get("get")).isBetween(1, 20);
    assertThat(status().cost().listsPerHour()).isPositive();
    assertThat(status().cost().readsPerHour()).isPositive();
    assertThat(status().cost().dollarsPerHour()).isPositive();
  }

  @Test
  void thePauseIsTheIntervalUnlessSomebodyWaits() throws Exception {
    world.open(WatchOptions.every(Duration.ofHours(1)), r -> r.resources("orders"));
    world.walk();
    long walks = status().walks();
    world.walk();
    // one that was under way when it was asked for does not count
    assertThat(status().walks()).isBetween(walks + 1, walks + 2);
  }

  @Test
  void aClockThatJumpsLosesNothing() throws Exception {
    world.open();
    world.js("a", 1);
    world.settle();
    world.clock.move(Duration.ofDays(-40));
    world.js("a", 2);
    world.js("b", 1);
    world.settle();
    assertThat(world.rows()).isEqualTo(world.records());
    world.clock.move(Duration.ofDays(80));
    world.js("a", 3);
    world.bucket.remove(key("b"));
    world.settle();
    assertThat(world.rows()).isEqualTo(world.records());
    world.clock.move(Duration.ofDays(-40));
    world.js("a", 4);
    world.js("b", 2);
    world.orders().insert(order("own", 1));
    world.settle();
    assertThat(world.rows()).hasSize(3).isEqualTo(world.records());
  }

  @Test
  void aResourceThatAnotherProgramMakesIsSeenToo() throws Exception {
    world.open(QUICK, r -> r.resources("orders", "carts"));
    world.walk();
    try (S3db other = S3db.builder().passphrase("for tests").store(world.bucket).connect()) {
      other
          .createResource("carts", r -> r.attribute("total", "number|optional"))
          .insert(order("c", 1));
    }
    world.settle();
    assertThat(world.warehouse.rows("carts")).hasSize(1);
  }

  @Test
  void moreThanAPageIsComparedInOrder() throws Exception {
    world.open();
    List<Document> many = IntStream.range(0, 2500).mapToObj(i -> order("r" + i, i)).toList();
    world.other().insertMany(many);
    world.settle();
    assertThat(world.rows()).hasSize(2500);
    IntStream.range(0, 2500)
        .filter(i -> i % 5 == 0)
        .forEach(i -> world.bucket.remove(key("r" + i)));
    world.other().update("r1", Document.of("total", -1));
    world.settle();
    assertThat(world.rows()).hasSize(2000).isEqualTo(world.records());
    assertThat(world.warehouse.told()).hasSize(2500 + 500 + 1);
  }

  @Test
  void itIsOffUnlessToldAndSaysSo() {
    world.open(WatchOptions.off(), r -> r.resources("orders"));
    assertThatThrownBy(() -> world.plugin.watch())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("watch: { enabled: true }");
  }
}
