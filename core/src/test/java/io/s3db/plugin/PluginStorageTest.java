package io.s3db.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.golden.GoldenDatabase;
import io.s3db.golden.Vectors;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import io.s3db.store.StoredObject;
import io.s3db.write.ObjectLock;
import io.s3db.write.Sleeper;
import io.s3db.write.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PluginStorageTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T08:30:09.818Z"));
  private final InstantSource time = now::get;
  private final MemoryStore store = MemoryStore.create(time);
  private final PluginStorage storage = storage(store);

  private PluginStorage storage(MemoryStore objects) {
    Sleeper sleeper = pause -> now.updateAndGet(each -> each.plus(pause));
    return new PluginStorage(objects, Timing.of(time, sleeper, new Random(1)), "my-plugin");
  }

  private static MemoryStore inMemory(GoldenDatabase golden) {
    MemoryStore store = MemoryStore.create(InstantSource.system());
    for (StoredObject object : golden.objects().values()) {
      NewObject copy =
          new NewObject(object.body(), object.head().contentType(), object.head().metadata());
      store.put(object.head().key(), copy, Precondition.none());
    }
    return store;
  }

  @Test
  void readsEveryObjectOfS3dbJsAsItDoes() {
    PluginStorage theirs = storage(inMemory(GoldenDatabase.load("plugin-storage")));
    Map<String, ?> data =
        Vectors.map(Vectors.map(Vectors.json("plugin-storage/expected.json")).get("pluginData"));
    assertThat(data).hasSize(8);
    data.forEach(
        (key, expected) -> {
          boolean scoped = key.startsWith("resource=users/");
          PluginStorage place = scoped ? theirs.forResource("users") : theirs;
          Document fields = place.get(key.substring(place.prefix().length())).orElseThrow();
          assertThat(fields).as(key).isEqualTo(Document.copyOf(Vectors.map(expected)));
        });
    Object list = Vectors.map(Vectors.json("plugin-storage/expected.json")).get("list");
    assertThat(theirs.list("").stream().map(name -> theirs.prefix() + name)).isEqualTo(list);
  }

  @Test
  void writesObjectsAndSequencesAsS3dbJsDoes() {
    GoldenDatabase golden = GoldenDatabase.load("plugin-storage");
    storage.set("body", Document.of("camelCase", "kept", "n", 1));
    now.set(Instant.ofEpochMilli(1795422609818L));
    assertThat(storage.next("orders", 100, 1)).isEqualTo(100);
    now.set(Instant.ofEpochMilli(1795422609829L));
    assertThat(storage.forResource("users").next("per")).isEqualTo(1);
    now.set(Instant.ofEpochMilli(1795422609825L));
    assertThat(storage.next("orders", 100, 1)).isEqualTo(101);
    now.set(Instant.ofEpochMilli(2110782609809L - 1000));
    storage.set("ttl-body", Document.of("a", 1), Duration.ofSeconds(1));

    for (String key :
        List.of(
            "plugin=my-plugin/body",
            "plugin=my-plugin/ttl-body",
            "plugin=my-plugin/sequence=orders/value",
            "resource=users/plugin=my-plugin/sequence=per/value")) {
      StoredObject ours = store.get(ObjectKey.of(key)).orElseThrow();
      StoredObject stored = golden.object(key);
      assertThat(new String(ours.body(), UTF_8)).isEqualTo(new String(stored.body(), UTF_8));
      assertThat(ours.head().contentType()).isEqualTo(stored.head().contentType());
      assertThat(ours.head().metadata()).isEqualTo(stored.head().metadata());
    }
    assertThat(store.list("", null, 100).entries()).hasSize(4);
  }

  @Test
  void objectsEndWhenTheirTimeHasPassed() {
    storage.set("a", Document.of("n", 1), Duration.ofMinutes(1));
    storage.increment("a", "n", 4);
    assertThat(storage.get("a")).contains(Document.of("n", 5));
    assertThat(storage.create("a", Document.of("n", 7))).isFalse();

    now.updateAndGet(each -> each.plusSeconds(61));

    assertThat(storage.get("a")).isEmpty();
    assertThat(storage.list("")).isEmpty();
    storage.set("b", Document.of("n", 1), Duration.ofMinutes(1));
    now.updateAndGet(each -> each.plusSeconds(61));
    assertThat(storage.increment("b", "n", 4)).isEqualTo(4);
    assertThat(storage.get("b")).contains(Document.of("n", 4));
    assertThatThrownBy(() -> storage.set("c", Document.of(), Duration.ZERO))
        .hasMessageContaining("a time to live is positive");
  }

  @Test
  void aWriteMayDependOnTheState() {
    assertThat(storage.create("a", Document.of("n", 1))).isTrue();
    PluginStorage.Entry first = storage.entry("a").orElseThrow();
    assertThat(storage.replace("a", Document.of("n", 2), first.etag())).isTrue();
    assertThat(storage.replace("a", Document.of("n", 3), first.etag())).isFalse();
    assertThat(storage.get("a")).contains(Document.of("n", 2));
    assertThat(storage.delete("a")).isTrue();
    assertThat(storage.delete("a")).isFalse();
  }

  @Test
  void incrementsOfManyThreadsAddUp() {
    IntStream.range(0, 100).parallel().forEach(_ -> storage.increment("c", "n", 1));

    assertThat(storage.get("c")).contains(Document.of("n", 100));
  }

  @Test
  void aLockIsHeldByOneUntilItEnds() {
    ObjectLock.Held held = storage.tryLock("job", Duration.ofSeconds(5)).orElseThrow();
    assertThat(storage.tryLock("job", Duration.ofSeconds(5))).isEmpty();
    held.close();
    assertThat(storage.tryLock("job", Duration.ofSeconds(5))).isPresent();
    now.updateAndGet(each -> each.plusSeconds(6));
    assertThat(storage.tryLock("job", Duration.ofSeconds(5))).isPresent();
    held.close();
    assertThat(storage.tryLock("job", Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void badNamesAndDataAreRefused() {
    assertThatThrownBy(() -> storage.get("../other/x"))
        .hasMessageContaining("'../other/x' names no object");
    assertThatThrownBy(() -> storage.set("a", Document.of("n", null)))
        .hasMessage("The field 'n' is null, which s3db.js could not read. Leave the field out.");
    assertThatThrownBy(
            () ->
                new PluginStorage(
                    store, Timing.of(time, _ -> {}, new Random(1)), "../resource=users"))
        .hasMessageContaining("cannot name the data of a plugin");
    store.put(
        ObjectKey.of("plugin=my-plugin/bad"),
        new NewObject("nonsense".getBytes(UTF_8), null, Map.of()),
        Precondition.none());
    assertThatThrownBy(() -> storage.get("bad")).hasMessageContaining("is no JSON object");
  }
}
