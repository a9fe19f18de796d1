package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private final ManualTime time = new ManualTime("2025-10-18T10:30:00.000Z");
  private final MemoryStore store = MemoryStore.create(time);
  private final S3db db = S3db.builder().store(store).time(time).connect();
  private final Resource orders =
      db.createResource(
          "orders",
          r ->
              r.attribute("userId", "string|required")
                  .attribute("total", "number|optional")
                  .attribute("address", Map.of("city", "string|optional", "zip", "string|optional"))
                  .attribute("items", "array|items:string|optional")
                  .timestamps(true));
  private final Resource plain =
      db.createResource(
          "plain",
          r ->
              r.attribute("n", "number|optional")
                  .attribute("s", "string|optional")
                  .paranoid(false));

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void givesBackWhatWasInserted() {
    Document order = orders.insert(Document.of("id", "o1", "userId", "alice", "total", 299.99));

    assertThat(order)
        .isEqualTo(
            Document.of(
                "id", "o1",
                "userId", "alice",
                "total", 299.99,
                "createdAt", "2025-10-18T10:30:00.000Z",
                "updatedAt", "2025-10-18T10:30:00.000Z"));
    assertThat(order.names()).first().isEqualTo("id");
    assertThat(orders.get("o1")).isEqualTo(order);
    assertThat(orders.get("o1").names()).first().isEqualTo("id");
  }

  @Test
  void makesIdsOfTwentyTwoCharacters() {
    String id = plain.insert(Map.of("n", 1)).id();

    assertThat(id).matches("[A-Za-z0-9_-]{22}");
    assertThat(plain.get(id).integer("n")).isEqualTo(1);
  }

  @Test
  void refusesAnIdThatIsTaken() {
    plain.insert(Document.of("id", "a", "n", 1));

    assertThatThrownBy(() -> plain.insert(Document.of("id", "a", "n", 2)))
        .isInstanceOf(RecordExistsException.class)
        .hasMessageContaining("'a' of 'plain'");
    assertThat(plain.get("a").integer("n")).isEqualTo(1);
  }

  @Test
  void updatesSomeFieldsAndKeepsTheCreationTime() {
    orders.insert(
        Document.of("id", "o1", "userId", "alice", "address", Map.of("city", "Bonn", "zip", "1")));
    time.advanceMillis(5_000);

    Document updated =
        orders.update(
            "o1",
            Document.of("address", Map.of("zip", "2"), "createdAt", "1999-01-01T00:00:00.000Z"));

    assertThat(updated)
        .isEqualTo(
            Document.of(
                "id", "o1",
                "userId", "alice",
                "address", Map.of("city", "Bonn", "zip", "2"),
                "createdAt", "2025-10-18T10:30:00.000Z",
                "updatedAt", "2025-10-18T10:30:05.000Z"));
    assertThat(orders.get("o1")).isEqualTo(updated);
  }

  @Test
  void changesARecordByAFunctionOfIt() {
    plain.insert(Document.of("id", "a", "n", 41));

    assertThat(plain.update("a", r -> r.with("n", r.integer("n") + 1)).integer("n")).isEqualTo(42);
  }

  @Test
  void refusesToUpdateOrDeleteWhatIsNotThere() {
    assertThatThrownBy(() -> plain.update("x", Document.of("n", 1)))
        .isInstanceOf(RecordNotFoundException.class)
        .hasMessageContaining("update record 'x' of 'plain'");
    assertThatThrownBy(() -> plain.delete("x")).isInstanceOf(RecordNotFoundException.class);
    assertThatThrownBy(() -> plain.get("x")).isInstanceOf(RecordNotFoundException.class);
    assertThat(plain.find("x")).isEmpty();
    assertThat(plain.exists("x")).isFalse();
  }

  @Test
  void refusesAnUpdateAfterWhichTheRecordWouldNotBeValid() {
    orders.insert(Document.of("id", "o1", "userId", "alice"));

    assertThatThrownBy(() -> orders.update("o1", Document.of("userId", null)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("userId");
    assertThat(orders.get("o1").text("userId")).isEqualTo("alice");
  }

  @Test
  void replacesAWholeRecordAndKeepsItsCreationTime() {
    orders.insert(Document.of("id", "o1", "userId", "alice", "total", 5));
    time.advanceMillis(1_000);

    Document replaced = orders.replace("o1", Document.of("userId", "bob"));

    assertThat(replaced)
        .isEqualTo(
            Document.of(
                "id", "o1",
                "userId", "bob",
                "createdAt", "2025-10-18T10:30:00.000Z",
                "updatedAt", "2025-10-18T10:30:01.000Z"));
  }

  @Test
  void aReplaceTakesTheCreationTimePassedInAndCreatesWhatIsMissing() {
    Document replaced =
        orders.replace(
            "new", Document.of("userId", "bob", "createdAt", "2020-01-01T00:00:00.000Z"));

    assertThat(replaced.text("createdAt")).isEqualTo("2020-01-01T00:00:00.000Z");
    assertThat(replaced.text("updatedAt")).isEqualTo("2025-10-18T10:30:00.000Z");
    assertThat(orders.get("new")).isEqualTo(replaced);
  }

  @Test
  void upsertsInsertOrUpdate() {
    assertThat(plain.upsert(Document.of("id", "a", "n", 1)))
        .isEqualTo(Document.of("id", "a", "n", 1));
    assertThat(plain.upsert(Document.of("id", "a", "s", "x")))
        .isEqualTo(Document.of("id", "a", "n", 1, "s", "x"));
    assertThatThrownBy(() -> plain.upsert(Document.of("n", 1))).hasMessageContaining("needs an id");
  }

  @Test
  void deletesAndGivesBackWhatWasThere() {
    plain.insert(Document.of("id", "a", "n", 1));

    assertThat(plain.delete("a")).isEqualTo(Document.of("id", "a", "n", 1));
    assertThat(plain.find("a")).isEmpty();
    assertThat(plain.insert(Document.of("id", "a", "n", 2)).integer("n")).isEqualTo(2);
  }

  @Test
  void bulkOperationsTellTheFateOfEveryRecord() {
    plain.insert(Document.of("id", "b", "n", 0));
    BulkResult inserted =
        plain.insertMany(
            List.of(
                Document.of("id", "a", "n", 1),
                Document.of("id", "b", "n", 2),
                Document.of("id", "c", "n", "not a number"),
                Document.of("id", "d", "n", 4)));

    assertThat(inserted.succeeded()).extracting(Document::id).containsExactly("a", "d");
    assertThat(inserted.failed()).extracting(BulkResult.Failure::id).containsExactly("b", "c");
    assertThat(inserted.failed()).extracting(BulkResult.Failure::index).containsExactly(1, 2);
    assertThat(inserted.failed().get(0).cause()).isInstanceOf(RecordExistsException.class);
    assertThat(inserted.failed().get(1).cause()).isInstanceOf(ValidationException.class);

    BulkResult deleted = plain.deleteMany(List.of("a", "x", "b"));
    assertThat(deleted.succeeded()).extracting(Document::id).containsExactly("a", "b");
    assertThat(deleted.failed()).extracting(BulkResult.Failure::id).containsExactly("x");
  }

  @Test
  void deletesAllUnlessParanoid() {
    IntStream.range(0, 50).forEach(i -> plain.insert(Document.of("id", "r" + i, "n", i)));

    assertThatThrownBy(orders::deleteAll)
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining("paranoid(false)");
    assertThat(plain.deleteAll()).isEqualTo(50);
    assertThat(plain.count()).isZero();
  }

  @Test
  void listsInTheByteOrderOfIds() {
    for (String id : List.of("b", "a", "ä", "B", "10", "9")) {
      plain.insert(Document.of("id", id, "n", 1));
    }

    assertThat(plain.listIds(10)).containsExactly("10", "9", "B", "a", "b", "ä");
    assertThat(plain.list(3)).extracting(Document::id).containsExactly("10", "9", "B");
    assertThat(plain.count()).isEqualTo(6);
    assertThat(plain.getMany(List.of("b", "none", "9")))
        .extracting(Document::id)
        .containsExactly("b", "9");
  }

  @Test
  void pagesThroughAllRecordsOnce() {
    IntStream.range(0, 25).forEach(i -> plain.insert(Document.of("id", "r" + (10 + i), "n", i)));

    List<String> seen = new ArrayList<>();
    Page page = plain.page(PageRequest.first(10));
    while (true) {
      page.items().forEach(item -> seen.add(item.id()));
      if (!page.hasMore()) {
        break;
      }
      page = plain.page(new PageRequest(10, page.nextCursor().orElseThrow()));
    }

    assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
    Page other = orders.page(PageRequest.first(10));
    assertThat(other.items()).isEmpty();
    assertThatThrownBy(() -> plain.page(new PageRequest(10, "garbage")))
        .hasMessageContaining("no cursor of this listing");
  }

  @Test
  void streamsManyRecordsInOrder() {
    IntStream.range(0, 2_500)
        .forEach(i -> plain.insert(Document.of("id", "r" + (10_000 + i), "n", i)));

    try (var records = plain.stream()) {
      assertThat(records.map(r -> r.integer("n")).toList())
          .isEqualTo(IntStream.range(0, 2_500).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void aRecordThatCannotBeReadIsNamedAndLeavesTheOthersReadable() {
    Resource broken = Unreadable.resourceWithOneBadRecord(db, store);

    assertThatThrownBy(() -> broken.get("b"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("resource=odd/data/id=b");
    assertThatThrownBy(() -> broken.list(10)).isInstanceOf(UnreadableRecordException.class);
    List<String> reported = new ArrayList<>();
    List<Document> readable =
        broken.list(ListOptions.all().onUnreadable(bad -> reported.add(bad.id())));
    assertThat(readable).extracting(Document::id).containsExactly("a", "c");
    assertThat(reported).containsExactly("b");
  }

  @Test
  void refusesIdsThatCannotBePartOfAKey() {
    for (String id : List.of("", "a/b", "a\\b", "a=b", "50%", "\ud800", "x".repeat(1_003))) {
      assertThatThrownBy(() -> plain.insert(id, Document.of("n", 1)))
          .isInstanceOf(S3dbException.class)
          .hasFieldOrPropertyWithValue("code", "INVALID_ID");
      assertThatThrownBy(() -> plain.get(id)).hasMessageContaining("cannot be the id");
    }
    assertThat(plain.count()).isZero();
    for (String id : List.of("..", "a b+c&d?e#f", "日本 😀")) {
      plain.insert(id, Document.of("n", 1));
      assertThat(plain.get(id).id()).isEqualTo(id);
    }
  }

  @Test
  void storesARecordWhereS3dbJsLooksForIt() {
    plain.insert(Document.of("id", "a", "n", 12.5, "s", "José"));

    var object = store.get(ObjectKey.of("resource=plain/data/id=a")).orElseThrow();
    assertThat(object.head().metadata())
        .containsEntry("0", "c.5")
        .containsEntry("1", "u:Jos%C3%A9")
        .containsEntry("_v", "v1");
  }

  @Test
  void theClockOfTheStoreAndOursMayDifferByYears() {
    InstantSource past = new ManualTime("1999-01-01T00:00:00.000Z");
    S3db late = S3db.builder().store(store).time(past).connect();
    plain.insert(Document.of("id", "a", "n", 1));

    late.resource("plain").update("a", Document.of("n", 2));

    assertThat(plain.update("a", r -> r.with("n", r.integer("n") + 1)).integer("n")).isEqualTo(3);
    late.close();
  }

  @Test
  void whatIsNullIsNamed() {
    Resource plain =
        S3db.connect("memory://nulls-" + System.nanoTime())
            .createResource("plain", r -> r.attribute("n", "number"));
    assertThatThrownBy(() -> plain.get(null)).hasMessageContaining("it is null");
    assertThatThrownBy(() -> plain.insert((Document) null))
        .hasMessageContaining("null was given as the fields of insert");
    assertThatThrownBy(() -> plain.update("a", (Document) null))
        .hasMessageContaining("null was given as the partial of update");
  }
}
