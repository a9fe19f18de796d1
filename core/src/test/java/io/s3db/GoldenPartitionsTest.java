package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.GoldenDatabase;
import io.s3db.golden.GoldenDatabase.GoldenRecord;
import io.s3db.record.RecordCodec;
import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectKey;
import io.s3db.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The database {@code partitions}: read as s3db.js left it, and made again from nothing. */
class GoldenPartitionsTest {
  /** An update of s3db.js left internal names in metadata and a copy of the fields in the body. */
  private static final Set<String> POLLUTED = Set.of("resource=events/data/id=e4");

  /** A replace of s3db.js left the references of the record as it was. */
  private static final Set<String> STALE =
      Set.of(
          "resource=events/partition=byRC/Country=q/region=DE/id=e5",
          "resource=events/partition=byRegion/region=DE/id=e5");

  private final GoldenDatabase golden = GoldenDatabase.load("partitions");

  private static String text(StoredObject object) {
    String body = new String(object.body(), StandardCharsets.UTF_8);
    return new TreeMap<>(object.head().metadata())
        + " "
        + body.replaceAll("^\\{\"_n\":\"[^\"]*\"}$", "");
  }

  private static Map<String, String> all(Map<String, StoredObject> objects) {
    return objects.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("s3db.json"))
        .filter(entry -> !POLLUTED.contains(entry.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> text(entry.getValue()), (a, _) -> a, TreeMap::new));
  }

  private static Map<String, String> all(MemoryStore store) {
    return all(
        store.list("", null, 1000).entries().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.key().value(), entry -> store.get(entry.key()).orElseThrow())));
  }

  @Test
  void isMadeAgainByteForByte() {
    ManualTime time = new ManualTime("2026-11-23T08:00:00.000Z");
    MemoryStore store = MemoryStore.create(time);
    try (S3db db = S3db.builder().store(store).time(time).connect()) {
      golden
          .catalog()
          .names()
          .forEach(
              name -> db.createResource(golden.catalog().find(name).orElseThrow().definition()));
      for (GoldenRecord record : golden.records()) {
        Document fields = record.fields();
        fields.findText("createdAt").ifPresent(time::set);
        Resource resource = db.resource(record.resource().name());
        resource.insert(
            record.id(), fields.without("createdAt", "updatedAt", "metadata_updatedat"));
      }
      db.resource("events").insert("e6", Document.of("region", "XX", "Country", "c"));
      db.resource("events").delete("e6");
    }

    Map<String, String> expected = all(golden.objects());
    STALE.forEach(expected::remove);
    assertThat(all(store)).isEqualTo(expected).hasSizeGreaterThan(30);
  }

  @Test
  void isListedWithoutStaleReferencesAndRepaired() {
    MemoryStore store = GoldenWritesTest.inMemory(golden);
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource events = db.resource("events");
      ListOptions german = ListOptions.all().partition("byRegion", Map.of("region", "DE"));
      assertThat(events.count(german)).isEqualTo(1);
      assertThat(events.list(german)).isEmpty();
      assertThat(events.list(ListOptions.all().partition("byRC", Map.of("Country", "q"))))
          .extracting(Document::id)
          .containsExactly("e5");
      store.delete(
          ObjectKey.of("resource=events/partition=byFlag/flag=true/id=e1"),
          io.s3db.store.Precondition.none());

      PartitionRepair repair = events.repairPartitions();

      assertThat(repair).isEqualTo(new PartitionRepair(5, 27, 1, 2, List.of()));
      Map<String, String> expected = all(golden.objects());
      STALE.forEach(expected::remove);
      assertThat(all(store)).isEqualTo(expected);
      assertThat(events.repairPartitions()).isEqualTo(new PartitionRepair(5, 25, 0, 0, List.of()));
    }
  }

  @Test
  void isReadAsItIsMeant() {
    for (GoldenRecord record : golden.records()) {
      assertThat(RecordCodec.of(record.resource()).decode(record.object()))
          .as(record.toString())
          .isEqualTo(record.fields().without("metadata_updatedat"));
    }
  }

  @Test
  void theArrayFormDeclaresOnePartitionForEachAttribute() {
    try (S3db db = S3db.builder().store(MemoryStore.create(InstantSource.system())).connect()) {
      Resource made =
          db.createResource(
              "short",
              r ->
                  r.attribute("status", "string")
                      .attribute("kind", "string|optional")
                      .partitions("status", "kind"));

      assertThat(made.definition().partitions())
          .isEqualTo(golden.catalog().find("short").orElseThrow().definition().partitions());
    }
  }
}
