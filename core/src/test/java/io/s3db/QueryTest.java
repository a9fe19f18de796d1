package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryTest {
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final S3db db = S3db.builder().store(store).concurrency(4).connect();
  private final Resource logs =
      db.createResource(
          "logs",
          r ->
              r.attribute("status", "string")
                  .attribute("timestamp", "number")
                  .attribute("kind", "string")
                  .partition("byKind", Map.of("kind", "string")));

  QueryTest() {
    IntStream.range(0, 60)
        .forEach(
            i ->
                logs.insert(
                    Document.of(
                        "id",
                        "r" + (100 + i),
                        "status",
                        i % 3 == 0 ? "error" : "ok",
                        "timestamp",
                        1000 - i,
                        "kind",
                        i % 2 == 0 ? "US" : "USA")));
    store.reset();
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void findsWhatMeetsTheConditionsInTheOrderOfIds() {
    assertThat(
            logs.query(
                Map.of("where", Map.of("status", "error", "timestamp", Map.of("$gte", 990)))))
        .extracting(Document::id)
        .containsExactly("r100", "r103", "r106", "r109");
    assertThat(logs.query(Map.of("status", "error"))).hasSize(20);
    assertThat(logs.query(Query.all())).hasSize(60);
  }

  @Test
  void stopsReadingAtTheLimit() {
    assertThat(logs.query(Query.where("status", "error").limit(2)))
        .extracting(Document::id)
        .containsExactly("r100", "r103");
    assertThat(store.calls().stream().filter(call -> call.startsWith("GET")).count())
        .isLessThanOrEqualTo(4 + 4);
  }

  @Test
  void sortsBeforeItLimits() {
    assertThat(logs.query(Query.where("status", "error").sort("timestamp").limit(2)))
        .extracting(Document::id)
        .containsExactly("r157", "r154");
    assertThat(logs.query(Query.all().sort("status").sortDescending("timestamp").limit(2)))
        .extracting(Document::id)
        .containsExactly("r100", "r103");
  }

  @Test
  void aPartitionListsItsOwnRecordsOnly() {
    ListOptions us = ListOptions.all().partition("byKind", Map.of("kind", "US"));

    assertThat(logs.count(us)).isEqualTo(30);
    assertThat(logs.list(us)).hasSize(30).allMatch(r -> r.text("kind").equals("US"));
    assertThat(logs.list(us.limit(3))).hasSize(3);
    assertThat(logs.listIds(us.limit(2))).containsExactly("r100", "r102");
  }
}
