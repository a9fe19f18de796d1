package io.s3db.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStore.Capabilities;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.testkit.clock.ManualClock;
import io.s3db.testkit.s3.S3Request.Kind;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.store.ObjectStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3StoreTest extends ObjectStoreContract {
  private final S3Server server = S3Server.start();

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(server.connectionString("bucket/pre/fix"));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void keepsItsObjectsBelowThePrefix() {
    try (ObjectStore store = open()) {
      put(store, "s3db.json");
      assertThat(server.keys("bucket")).containsExactly("pre/fix/s3db.json");
      assertThat(server.requests().getFirst().bucket()).isEqualTo("bucket");
    }
  }

  @Test
  void asksOnceForEachOperation() {
    try (ObjectStore store = open()) {
      put(store, "k");
      store.get(ObjectKey.of("k"));
      store.get(ObjectKey.of("missing"));
      store.head(ObjectKey.of("missing"));
      store.put(ObjectKey.of("k"), NewObject.empty(Map.of()), Precondition.absent());
      store.delete(ObjectKey.of("k"), Precondition.none());
      assertThat(server.requests())
          .extracting(request -> request.kind())
          .containsExactly(Kind.PUT, Kind.GET, Kind.GET, Kind.HEAD, Kind.PUT, Kind.DELETE);
    }
  }

  @Test
  void whatIsMissingTakesMilliseconds() {
    try (ObjectStore store = open()) {
      store.get(ObjectKey.of("warm"));
      long start = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(store.get(ObjectKey.of("missing"))).isEmpty();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void tellsTheTimeOfTheServer() {
    ManualClock clock = ManualClock.at("2020-02-03T04:05:06Z");
    try (S3Server early = S3Server.start(clock);
        ObjectStore store = ObjectStores.open(early.connectionString("b"))) {
      PutOutcome.Written written = (PutOutcome.Written) put(store, "k");
      assertThat(written.storeTime()).isEqualTo(clock.instant());
      clock.advance(Duration.ofDays(1));
      assertThat(store.head(ObjectKey.of("k")).orElseThrow())
          .satisfies(head -> assertThat(head.storeTime()).isEqualTo(clock.instant()))
          .satisfies(head -> assertThat(head.lastModified()).isEqualTo("2020-02-03T04:05:06Z"));
    }
  }

  @Test
  void findsOutOnceWhatTheServerCanDoAndLeavesNothingBehind() {
    try (ObjectStore store = open()) {
      assertThat(server.requests()).as("nothing is asked before").isEmpty();
      assertThat(store.capabilities()).isEqualTo(new Capabilities(true, true, false, 2048));
      int asked = server.requests().size();
      assertThat(store.capabilities().conditionalWrites()).isTrue();
      assertThat(server.requests()).hasSize(asked);
      assertThat(server.requests())
          .allSatisfy(
              request -> assertThat(request.key()).startsWith("pre/fix/plugin=s3db-core/probe/"));
      assertThat(server.keys("bucket")).isEmpty();
    }
  }

  @Test
  void seesThatAServerIgnoresConditions() {
    server.keepConditions(true, false);
    try (ObjectStore store = open()) {
      assertThat(store.capabilities()).isEqualTo(new Capabilities(true, false, false, 2048));
    }
    server.keepConditions(false, true);
    try (ObjectStore store = open()) {
      assertThat(store.capabilities()).isEqualTo(new Capabilities(false, true, false, 2048));
    }
    assertThat(server.keys("bucket")).isEmpty();
  }

  @Test
  void listsMoreThanAPageOfTheServerHolds() {
    try (ObjectStore store = open()) {
      for (int i = 0; i < 1005; i++) {
        server.put("bucket", "pre/fix/data/id=" + (10_000 + i), "");
      }
      assertThat(store.list("data/", null, 5000).entries()).hasSize(1000);
      assertThat(store.list("data/", null, 5000).more()).isTrue();
      assertThat(store.list("data/", "data/id=10999", 5000).entries()).hasSize(5);
      assertThat(store.list("data/", "data/id=10999", 5000).more()).isFalse();
    }
  }

  @Test
  void passesOverTheFolderMarkersOfOtherPrograms() {
    for (String key : List.of("a/", "b/", "b//x", "c/", "c/2")) {
      server.put("bucket", "pre/fix/" + key, "");
    }
    try (ObjectStore store = open()) {
      assertThat(store.list("", null, 1).entries())
          .extracting(entry -> entry.key().value())
          .containsExactly("c/2");
    }
  }

  private static PutOutcome put(ObjectStore store, String key) {
    return store.put(ObjectKey.of(key), NewObject.empty(Map.of("k", "v")), Precondition.none());
  }
}
