package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionListingTest {
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final S3db db = S3db.builder().store(store).concurrency(4).connect();
  private final Resource places =
      db.createResource(
          "places",
          r ->
              r.attribute("region", "string")
                  .attribute("city", "string|optional")
                  .attribute("n", "number")
                  .partition("byRegion", Map.of("region", "string"))
                  .partition("byRC", Map.of("region", "string", "city", "string"))
                  .paranoid(false));

  PartitionListingTest() {
    for (int i = 0; i < 12; i++) {
      places.insert(
          Document.of(
              "id",
              "p" + (10 + i),
              "region",
              i % 2 == 0 ? "US" : "USA",
              "city",
              i % 3 == 0 ? "x" : "y",
              "n",
              i));
    }
    store.reset();
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static List<String> ids(List<Document> records) {
    return records.stream().map(Document::id).toList();
  }

  @Test
  void aListingHasExactlyTheValue() {
    ListOptions us = ListOptions.all().partition("byRegion", Map.of("region", "US"));

    assertThat(places.count(us)).isEqualTo(6);
    assertThat(ids(places.list(us))).containsExactly("p10", "p12", "p14", "p16", "p18", "p20");
    assertThat(places.listIds(us.offset(2).limit(3))).containsExactly("p14", "p16", "p18");
    assertThat(places.count(us.offset(20))).isZero();
    assertThat(places.list(us.limit(0))).isEmpty();
  }

  @Test
  void theFirstFieldsAreEnough() {
    ListOptions x = ListOptions.all().partition("byRC", Map.of("city", "x"));

    assertThat(ids(places.list(x))).containsExactly("p10", "p16", "p13", "p19");
    assertThatThrownBy(
            () -> places.list(ListOptions.all().partition("byRC", Map.of("region", "US"))))
        .isInstanceOf(S3dbException.class)
        .hasMessage(
            "A listing of partition 'byRC' of 'places' has no value for 'city'. Give values for the"
                + " first of its fields, which are ordered city, region.");
  }

  @Test
  void pagesWalkAPartition() {
    PageRequest request = PageRequest.first(4).partition("byRegion", Map.of("region", "USA"));
    List<String> all = new ArrayList<>();
    Page page = places.page(request);
    all.addAll(ids(page.items()));
    while (page.hasMore()) {
      page = places.page(request.after(page.nextCursor().orElseThrow()));
      all.addAll(ids(page.items()));
    }

    assertThat(all).containsExactly("p11", "p13", "p15", "p17", "p19", "p21");
    String cursor = places.page(request).nextCursor().orElseThrow();
    assertThatThrownBy(() -> places.page(new PageRequest(4, cursor)))
        .hasMessageContaining("is no cursor of this listing");
  }

  @Test
  void pagesHaveNumbers() {
    assertThat(ids(places.page(PageRequest.numbered(5, 3)).items())).containsExactly("p20", "p21");
    assertThat(ids(places.page(PageRequest.numbered(5, 1)).items())).hasSize(5);
    assertThat(places.page(PageRequest.numbered(5, 4)).items()).isEmpty();
    assertThat(places.page(PageRequest.numbered(5, 4)).hasMore()).isFalse();
    assertThatThrownBy(() -> PageRequest.numbered(5, 0)).hasMessageContaining("count from 1");
  }

  @Test
  void aPlannedQueryReadsOnlyThePartitionAndSaysWhich() {
    Query query = Query.where("region", "US").and("city", "x").and("n", Query.gte(3)).planned();

    assertThat(places.plan(query).orElseThrow().partition()).isEqualTo("byRC");
    assertThat(ids(places.query(query))).containsExactly("p16");
    assertThat(store.calls().stream().filter(call -> call.startsWith("GET"))).hasSize(2);
    assertThat(places.plan(Query.where("n", 3).planned())).isEmpty();
    assertThat(places.plan(Query.where("region", "US"))).isEmpty();
    assertThat(ids(places.query(Query.where("region", "a/b").planned()))).isEmpty();
  }

  @Test
  void aQueryOfAPartitionChecksItsConditionsOnItsRecords() {
    Query query = Query.where("n", Query.lt(5)).partition("byRegion", Map.of("region", "USA"));

    assertThat(ids(places.query(query))).containsExactly("p11", "p13");
    assertThat(ids(places.query(query.offset(1).limit(1)))).containsExactly("p13");
  }

  @Test
  void aRecordIsFoundInAPartitionOnlyIfItIsThere() {
    assertThat(places.getFromPartition("byRegion", Map.of("region", "US"), "p10")).isPresent();
    assertThat(places.getFromPartition("byRegion", Map.of("region", "USA"), "p10")).isEmpty();
    assertThat(places.getFromPartition("byRegion", Map.of("region", "US"), "none")).isEmpty();
    store.delete(
        ObjectKey.of("resource=places/partition=byRegion/region=US/id=p10"), Precondition.none());
    assertThat(places.getFromPartition("byRegion", Map.of("region", "US"), "p10")).isEmpty();
  }

  @Test
  void aRepairFillsAPartitionThatWasDeclaredLater() {
    List<ResourceEvent> events = new CopyOnWriteArrayList<>();
    Resource evolved =
        db.createResource(
            "places",
            r ->
                r.attribute("region", "string")
                    .attribute("city", "string|optional")
                    .attribute("n", "number")
                    .partition("byN", Map.of("n", "number"))
                    .paranoid(false));
    evolved.on("orphanedPartitionsRemoved", events::add);
    ListOptions five = ListOptions.all().partition("byN", Map.of("n", 5));
    assertThat(evolved.list(five)).isEmpty();

    PartitionRepair repair = evolved.repairPartitions();

    assertThat(repair.written()).isEqualTo(12);
    assertThat(repair.removed()).isEqualTo(24);
    assertThat(ids(evolved.list(five))).containsExactly("p15");
    await().until(() -> events.size() == 1);
    assertThat(events.getFirst().details()).isEqualTo(Document.of("count", 24));
  }

  @Test
  void valuesThatWouldLeaveTheKeyAreRefusedBeforeAnythingIsWritten() {
    for (String value :
        List.of("a/b", "..", ".", "x/../../../resource=victim/data", "a\\b", "y".repeat(1024))) {
      assertThatThrownBy(() -> places.insert(Document.of("id", "t1", "region", value, "n", 1)))
          .isInstanceOf(S3dbException.class)
          .extracting(e -> ((S3dbException) e).code())
          .isEqualTo("INVALID_PARTITION_VALUE");
    }
    assertThat(store.calls()).noneMatch(call -> call.startsWith("PUT"));
    for (String value : List.of("50%", "a=b", "São Paulo", "日本", "a b", "")) {
      places.upsert(Document.of("id", "t1", "region", value, "n", 1));
      assertThat(ids(places.list(ListOptions.all().partition("byRegion", Map.of("region", value)))))
          .containsExactly("t1");
    }
  }

  @Test
  void deleteAllDataLeavesNothingButTheNeighbour() {
    db.createResource("places2", r -> r.attribute("n", "number")).insert(Document.of("n", 1));

    assertThat(places.deleteAllData()).isEqualTo(12);

    assertThat(store.list("resource=places/", null, 10).entries()).isEmpty();
    assertThat(store.list("resource=places2/", null, 10).entries()).hasSize(1);
  }
}
