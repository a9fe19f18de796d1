package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorStatus.RouteStatus;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routes that leave the configuration of a destination that stays, and come back. */
@Timeout(120)
final class RouteReturnTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir Path folder;

  private final String url = "returning-" + COUNTER.incrementAndGet();
  private final FakeWarehouse warehouse = FakeWarehouse.named(url);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private final List<ReplicationEvent.StateChanged> changed = new CopyOnWriteArrayList<>();
  private final List<ReplicationEvent.Warned> warned = new CopyOnWriteArrayList<>();

  private static void both(Replicator.Builder replicator) {
    replicator.resources("orders", "carts");
  }

  private static void carts(Replicator.Builder replicator) {
    replicator.resources("carts");
  }

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> routes) {
    return plugin(folder.resolve("journal"), routes);
  }

  private ReplicatorPlugin plugin(Path journal, Consumer<Replicator.Builder> routes) {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(journal)
            .journalRetention(Duration.ofHours(1))
            .closeTimeout(Duration.ofMillis(300))
            .replicator("fake", r -> routes.accept(r.config("connectionString", url)))
            .build();
    changed.clear();
    warned.clear();
    plugin.on("state_changed", event -> changed.add((ReplicationEvent.StateChanged) event));
    plugin.on("warned", event -> warned.add((ReplicationEvent.Warned) event));
    return plugin;
  }

  private S3db open(ReplicatorPlugin plugin) {
    S3db db = S3db.builder().store(store).plugin(plugin).connect();
    for (String name : List.of("orders", "carts")) {
      db.createResource(name, r -> r.attribute("total", "number|optional").paranoid(false));
    }
    return db;
  }

  private static void write(S3db db, String resource, String id) {
    db.resource(resource).upsert(Document.of("id", id, "total", 1));
  }

  /** Records before, and a record of each resource while orders were not routed. */
  private void leave() throws Exception {
    ReplicatorPlugin first = plugin(RouteReturnTest::both);
    try (S3db db = open(first)) {
      write(db, "orders", "before");
      write(db, "orders", "deleted");
      write(db, "carts", "before");
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    ReplicatorPlugin second = plugin(RouteReturnTest::carts);
    try (S3db db = open(second)) {
      write(db, "orders", "meanwhile");
      db.resource("orders").delete("deleted");
      write(db, "carts", "meanwhile");
      assertThat(second.awaitReplicated(SOON)).isTrue();
    }
  }

  private static Map<String, ReplicatorState> states(ReplicatorPlugin plugin) {
    return plugin.status("fake").routes().stream()
        .collect(Collectors.toMap(RouteStatus::name, RouteStatus::state));
  }

  private void assertHeld(ReplicatorPlugin plugin) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(states(plugin))
                    .isEqualTo(
                        Map.of(
                            "orders#0", ReplicatorState.NEEDS_SYNC,
                            "carts#0", ReplicatorState.RUNNING)));
  }

  private void assertWhole(ReplicatorPlugin plugin) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(states(plugin).values())
                    .allMatch(state -> state == ReplicatorState.RUNNING));
    assertThat(plugin.status("fake").reason()).isEmpty();
  }

  @Test
  void aRouteThatComesBackNeedsSyncUntilItsResourceIsCopied() throws Exception {
    leave();
    for (int i = 0; i < 2; i++) { // it stays so
      ReplicatorPlugin held = plugin(RouteReturnTest::both);
      try (S3db db = open(held)) {
        assertHeld(held);
        assertThat(held.status("fake").state()).isEqualTo(ReplicatorState.RUNNING);
        assertThat(held.status("fake").reason())
            .startsWith("orders#0 is needs-sync: It was not configured for a while, since 2")
            .contains("Sync 'fake' with the resource 'orders'", "verification with repair");
        await().atMost(SOON).until(() -> changed.stream().anyMatch(RouteReturnTest::isGap));
        write(db, "orders", "live-" + i);
        assertThat(held.awaitReplicated(SOON)).as("new changes are sent").isTrue();
        assertThat(warehouse.rows("orders").keySet())
            .contains(key("live-" + i))
            .doesNotContain(key("meanwhile"));
      }
    }
    ReplicatorPlugin last = plugin(RouteReturnTest::both);
    try (S3db db = open(last)) {
      assertThat(last.sync("fake", SyncOptions.builder().resources("carts").build()).await(SOON))
          .isTrue();
      assertThat(
              last.sync(
                      "fake", SyncOptions.builder().resources("orders").where("total", 1L).build())
                  .await(SOON))
          .isTrue();
      assertHeld(last); // neither of them copied all orders
      assertThat(last.sync("fake", SyncOptions.builder().resources("orders").build()).await(SOON))
          .isTrue();
      assertWhole(last);
      assertThat(warehouse.rows("orders").keySet()).contains(key("meanwhile"));
      await()
          .atMost(SOON)
          .until(
              () ->
                  changed.stream()
                      .anyMatch(
                          each ->
                              each.route().equals("orders#0")
                                  && each.from() == ReplicatorState.NEEDS_SYNC
                                  && each.to() == ReplicatorState.RUNNING));
      Resource orders = db.resource("orders");
      assertThat(warehouse.rows("orders"))
          .as("but for the delete")
          .hasSize((int) orders.count() + 1);
    }
    ReplicatorPlugin again = plugin(RouteReturnTest::both);
    try (S3db _ = open(again)) {
      assertWhole(again);
    }
  }

  private static boolean isGap(ReplicationEvent.StateChanged event) {
    return event.route().equals("orders#0")
        && event.to() == ReplicatorState.NEEDS_SYNC
        && event.reason().contains("was not configured");
  }

  private static String key(String id) {
    return "{\"id\":\"" + id + "\"}";
  }

  @Test
  void theLossMayBeAccepted() throws Exception {
    leave();
    ReplicatorPlugin held = plugin(RouteReturnTest::both);
    try (S3db _ = open(held)) {
      assertHeld(held);
      held.enable("fake");
      assertWhole(held);
      assertThat(warehouse.rows("orders").keySet()).doesNotContain(key("meanwhile"));
    }
  }

  /** What the dead process had on its disk is what the next one finds. */
  @Test
  void aCrashAtAnyMomentForgetsNoGap() throws Exception {
    leave();
    Path crashed = folder.resolve("crashed");
    ReplicatorPlugin held = plugin(RouteReturnTest::both);
    try (S3db db = open(held)) {
      assertHeld(held);
      copy(folder.resolve("journal"), crashed);
      db.resource("carts").delete("meanwhile");
    }
    copy(crashed, folder.resolve("journal"));
    ReplicatorPlugin next = plugin(RouteReturnTest::both);
    try (S3db _ = open(next)) {
      assertHeld(next);
    }
  }

  @Test
  void aRouteThatChangesItsPlaceHasNoGap() throws Exception {
    Consumer<Replicator.Builder> one =
        r -> r.resource("orders", "first").resource("orders", "second").resources("carts");
    Consumer<Replicator.Builder> other =
        r -> r.resources("carts").resource("orders", "second").resource("orders", "first");
    for (Consumer<Replicator.Builder> each : List.of(one, other, one)) {
      ReplicatorPlugin plugin = plugin(each);
      try (S3db db = open(plugin)) {
        write(db, "orders", "o");
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertWhole(plugin);
      }
    }
    assertThat(warned).extracting(ReplicationEvent.Warned::code).doesNotContain("ROUTE_ADDED");
  }

  @Test
  void aNewResourceOfAKnownDestinationIsToldToNeedACopyIfItHasRecords() throws Exception {
    try (S3db db = open(plugin(RouteReturnTest::carts))) {
      write(db, "orders", "before");
    }
    ReplicatorPlugin plugin = plugin(RouteReturnTest::both);
    try (S3db db = open(plugin)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(warned)
                      .singleElement()
                      .satisfies(each -> assertThat(each.code()).isEqualTo("ROUTE_ADDED"))
                      .satisfies(each -> assertThat(each.subject()).isEqualTo("orders#0"))
                      .satisfies(
                          each ->
                              assertThat(each.message())
                                  .contains("come with a sync of the resource 'orders'")));
      write(db, "orders", "after");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders").keySet()).containsExactly(key("after"));
      assertWhole(plugin);
    }
    ReplicatorPlugin again = plugin(RouteReturnTest::both);
    try (S3db _ = open(again)) {
      assertWhole(again);
      assertThat(warned).as("said once").isEmpty();
    }
  }

  @Test
  void aNewResourceWithoutRecordsNeedsNothing() throws Exception {
    try (S3db _ = open(plugin(RouteReturnTest::carts))) {
      // known now
    }
    ReplicatorPlugin plugin = plugin(RouteReturnTest::both);
    try (S3db db = open(plugin)) {
      write(db, "orders", "first");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
    }
    assertThat(warned).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(each));
        Files.createDirectories(target.getParent());
        Files.copy(each, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
