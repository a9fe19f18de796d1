package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ResourceEventsTest {
  private final S3db db =
      S3db.builder().store(MemoryStore.create(InstantSource.system())).connect();
  private final Resource things = db.createResource("things", r -> r.attribute("n", "number"));
  private final List<ResourceEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void tellsWhatHappenedInOrder() {
    for (String name : List.of("inserted", "updated", "deleted", "updated:a", "inserted-many")) {
      things.on(name, events::add);
    }

    things.insert(Document.of("id", "a", "n", 1));
    things.update("a", Document.of("n", 2));
    things.replace("a", Document.of("n", 3));
    things.delete("a");
    things.insertMany(List.of(Document.of("id", "b", "n", 1)));

    await().until(() -> events.size() == 8);
    assertThat(events)
        .extracting(ResourceEvent::name)
        .containsExactly(
            "inserted",
            "updated",
            "updated",
            "updated",
            "updated",
            "deleted",
            "inserted",
            "inserted-many");
    ResourceEvent updated = events.get(1);
    assertThat(updated.before()).contains(Document.of("id", "a", "n", 1));
    assertThat(updated.after()).contains(Document.of("id", "a", "n", 2));
    ResourceEvent deleted = events.get(5);
    assertThat(deleted.after()).isEmpty();
    assertThat(deleted.record()).contains(Document.of("id", "a", "n", 3));
    db.close();
  }

  @Test
  void aListenerThatThrowsOrBlocksHarmsNobody() {
    CountDownLatch blocked = new CountDownLatch(1);
    things.on(
        "inserted",
        event -> {
          events.add(event);
          throw new IllegalStateException("a listener with a defect");
        });
    things.on("inserted", events::add);
    things.on(
        "updated",
        _ -> {
          try {
            blocked.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });

    things.insert(Document.of("id", "a", "n", 1));
    await().until(() -> events.size() == 2);
    for (int i = 0; i < 100; i++) {
      things.update("a", Document.of("n", i));
    }
    assertThat(things.get("a").integer("n")).isEqualTo(99);
    db.close();
  }

  @Test
  void dropsAndCountsEventsThatNobodyTakes() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    ResourceEvents slow = new ResourceEvents("slow");
    slow.on(
        "count",
        _ -> {
          try {
            blocked.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    for (int i = 0; i < ResourceEvents.CAPACITY + 100; i++) {
      slow.emit(ResourceEvent.counted("count", "slow", i));
    }

    assertThat(slow.dropped()).isBetween(99L, 100L);
    blocked.countDown();
    slow.close();
  }

  @Test
  void aListenerThatFailsWithAnErrorDoesNotSilenceTheOthers() throws Exception {
    things.on(
        "inserted",
        _ -> {
          throw new AssertionError("a listener that asserts");
        });
    things.on("inserted", events::add);

    things.insert(Document.of("id", "a", "n", 1));
    things.insert(Document.of("id", "b", "n", 2));

    await().until(() -> events.size() == 2);
    db.close();
  }

  @Test
  void refusesEventsThatDoNotExist() {
    assertThatThrownBy(() -> things.on("insert", events::add))
        .hasMessageContaining("did you mean 'inserted'");
    db.close();
  }

  @Test
  void tellsOfARecordThatDoesNotFitIntoMetadata() {
    Resource texts = db.createResource("texts", r -> r.attribute("t", "string"));
    texts.on("exceedsLimit", events::add);
    texts.insert(Document.of("id", "a", "t", "x".repeat(100)));

    texts.update("a", Document.of("t", "x".repeat(3000)));

    await().until(() -> events.size() == 1);
    // Names and values: "0" with 3,000 characters, and "_v" with "v1".
    assertThat(events.getFirst().details())
        .isEqualTo(
            Document.of("operation", "update", "totalSize", 3005, "limit", 2047, "excess", 958));
    assertThat(events.getFirst().id()).contains("a");
    db.close();
  }

  @Test
  void tellsOfANewVersionOfTheDefinition() {
    things.on("versionUpdated", events::add);

    db.createResource("things", r -> r.attribute("n", "number").attribute("m", "number|optional"));

    await().until(() -> events.size() == 1);
    assertThat(events.getFirst().details())
        .isEqualTo(Document.of("oldVersion", "v1", "newVersion", "v2"));
    db.close();
  }
}
