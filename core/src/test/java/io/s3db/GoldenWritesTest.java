package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.GoldenDatabase;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that s3db.js wrote, opened and changed. */
class GoldenWritesTest {
  static MemoryStore inMemory(GoldenDatabase golden) {
    MemoryStore store = MemoryStore.create(InstantSource.system());
    golden
        .objects()
        .forEach(
            (_, object) ->
                store.put(
                    object.head().key(),
                    new NewObject(
                        object.body(), object.head().contentType(), object.head().metadata()),
                    Precondition.none()));
    return store;
  }

  @Test
  void updatesAndDeletesInADirectoryMovePartitionReferences(@TempDir Path directory)
      throws Exception {
    GoldenDatabase.load("deletes").writeTo(directory);
    String address = "file://" + directory;
    try (S3db db = S3db.connect(address)) {
      Resource items = db.resource("items");
      assertThat(items.listIds(100)).containsExactly("i4", "i5", "i6", "i7", "i8");
      assertThat(items.get("i4")).isEqualTo(Document.of("id", "i4", "n", 44, "g", "moved"));

      items.update("i4", Document.of("g", "again"));
      items.delete("i5");
      items.replace("i6", Document.of("n", 66));
      items.insert(Document.of("id", "i9", "n", 9, "g", "new"));
    }
    try (S3db db = S3db.connect(address);
        ObjectStore store = ObjectStores.open(address)) {
      Resource items = db.resource("items");
      assertThat(items.get("i4")).isEqualTo(Document.of("id", "i4", "n", 44, "g", "again"));
      assertThat(items.get("i6")).isEqualTo(Document.of("id", "i6", "n", 66));
      assertThat(items.find("i5")).isEmpty();
      assertThat(
              store.list("resource=items/partition=byG/", null, 100).entries().stream()
                  .map(entry -> entry.key().value()))
          .containsExactly(
              "resource=items/partition=byG/g=again/id=i4",
              "resource=items/partition=byG/g=new/id=i7",
              "resource=items/partition=byG/g=new/id=i9");
      assertThat(items.list(ListOptions.all().partition("byG", java.util.Map.of("g", "new"))))
          .extracting(Document::id)
          .containsExactly("i7", "i9");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"user-managed", "enforce-limits", "truncate-data", "body-overflow", "body-only"})
  void everyRecordOfEveryBehaviourCanBeUpdatedAndKeepsItsOtherFields(String behavior) {
    MemoryStore store = inMemory(GoldenDatabase.load("behaviors"));
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource resource = db.resource(behavior);
      List<Document> before = resource.list(100);
      assertThat(before).hasSizeGreaterThanOrEqualTo(4);
      for (Document record : before) {
        Document updated = resource.update(record.id(), Document.of("n", 12345));
        Document again = resource.update(record.id(), Document.of("title", "Ü"));

        assertThat(updated).isEqualTo(record.with("n", 12345));
        assertThat(again).isEqualTo(record.with("n", 12345).with("title", "Ü"));
        assertThat(resource.get(record.id())).isEqualTo(again);
      }
    }
  }

  @Test
  void aForeignRecordHasAVersionThatStaysAndGrowsWithTheNextForeignWrite() {
    MemoryStore store = inMemory(GoldenDatabase.load("deletes"));
    FaultyStore counted = new FaultyStore(store);
    RecordingInterceptor plugin = new RecordingInterceptor("p", counted);
    try (S3db db = S3db.builder().store(counted).plugin(plugin).connect()) {
      var first = plugin.context().records().read("items", "i5").orElseThrow();
      var second = plugin.context().records().read("items", "i5").orElseThrow();

      assertThat(first.stamped()).isFalse();
      assertThat(first.version().writer()).isZero();
      assertThat(second).isEqualTo(first);

      var object = store.get(io.s3db.store.ObjectKey.of("resource=items/data/id=i5")).orElseThrow();
      store.put(
          object.head().key(),
          new NewObject(
              object.body(), object.head().contentType(), java.util.Map.of("0", "7", "_v", "v1")),
          Precondition.none());
      var third = plugin.context().records().read("items", "i5").orElseThrow();
      assertThat(third.version()).isGreaterThan(first.version());

      db.resource("items").update("i5", Document.of("n", 8));
      var ours = plugin.context().records().read("items", "i5").orElseThrow();
      assertThat(ours.stamped()).isTrue();
      assertThat(ours.version()).isGreaterThan(third.version());
      assertThat(Optional.of(ours.replaced()))
          .contains(io.s3db.record.Stamp.digestOf(third.version()));
    }
  }
}
