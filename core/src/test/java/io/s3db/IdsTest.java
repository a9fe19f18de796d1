package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.catalog.IdForm;
import io.s3db.golden.GoldenDatabase;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final ObjectKey VALUE = ObjectKey.of("resource=inc/sequence=id/value");
  private static final ObjectKey LOCK = ObjectKey.of("resource=inc/sequence=id/lock");

  private final ManualTime time = new ManualTime("2026-11-23T08:23:06.672Z");
  private final FaultyStore store = new FaultyStore(MemoryStore.create(time));

  private S3db open() {
    return S3db.builder()
        .store(store)
        .time(time)
        .sleeper(pause -> time.advanceMillis(pause.toMillis()))
        .connect();
  }

  private static Resource inc(S3db db, String form) {
    return db.createResource("inc", r -> r.attribute("x", "string").idGenerator(form));
  }

  private String value() {
    return new String(store.get(VALUE).orElseThrow().body(), StandardCharsets.UTF_8);
  }

  @Test
  void consecutiveIdsLeaveTheSequenceOfS3dbJs() {
    GoldenDatabase golden = GoldenDatabase.load("ids");
    try (S3db db = open()) {
      Resource inc = inc(db, "incremental:ORD-0001");
      assertThat(inc.insert(Document.of("x", "1")).id()).isEqualTo("ORD-0001");
      time.advanceMillis(4);
      assertThat(inc.insert(Document.of("x", "2")).id()).isEqualTo("ORD-0002");
    }

    var theirs = golden.object(VALUE.value());
    var ours = store.get(VALUE).orElseThrow();
    assertThat(ours.body()).isEqualTo(theirs.body());
    assertThat(ours.head().contentType()).isEqualTo(theirs.head().contentType());
    assertThat(ours.head().metadata()).isEqualTo(theirs.head().metadata());
    assertThat(store.get(LOCK)).isEmpty();
  }

  @Test
  void aSequenceOfS3dbJsGoesOnOnceItsFormIsDeclared() {
    MemoryStore golden = GoldenWritesTest.inMemory(GoldenDatabase.load("ids"));
    try (S3db db = S3db.builder().store(golden).connect()) {
      Document given = Document.of("x", "3");
      assertThatThrownBy(() -> db.resource("inc").insert(given))
          .isInstanceOf(S3dbException.class)
          .hasMessageContaining("in a form the catalogue does not hold")
          .hasMessageContaining("idGenerator(\"incremental:ORD-0001\")");
      assertThat(inc(db, "incremental:ORD-0001").insert(given).id()).isEqualTo("ORD-0003");
      assertThat(db.resource("sized").insert(given).id()).hasSize(8);
      assertThat(db.resource("dflt").insert(given).id()).matches("[0-9A-Za-z_-]{22}");
      assertThatThrownBy(() -> db.resource("custom").insert(given))
          .hasMessageContaining("are made by a function");
      db.resource("custom").idGenerator(fields -> "custom-" + fields.text("x"));
      assertThat(db.resource("custom").insert(given).id()).isEqualTo("custom-3");
    }
    try (S3db db = S3db.builder().store(golden).connect()) {
      assertThat(db.resource("inc").insert(Document.of("x", "4")).id()).isEqualTo("ORD-0004");
      assertThat(db.resource("inc").definition().ids())
          .isEqualTo(new IdForm.Incremental(1, 1, "ORD-", 4, 1));
    }
  }

  @Test
  void formsAreReadAndOthersRefused() {
    assertThat(IdForm.parse("incremental")).isEqualTo(new IdForm.Incremental(1, 1, "", 0, 1));
    assertThat(IdForm.parse("incremental:1000"))
        .isEqualTo(new IdForm.Incremental(1000, 1, "", 0, 1));
    assertThat(IdForm.parse("incremental:fast:1000"))
        .isEqualTo(new IdForm.Incremental(1000, 1, "", 0, 100));
    assertThat(IdForm.parse("incremental:INV-0100"))
        .isEqualTo(new IdForm.Incremental(100, 1, "INV-", 4, 1));
    assertThat(IdForm.parse("12")).isEqualTo(new IdForm.Sized(12));
    assertThatThrownBy(() -> IdForm.parse("incremental:a/b"))
        .hasMessage(
            "'incremental:a/b' is no form of ids. Use default, custom, a number of characters, or"
                + " one such as incremental:ORD-0001.");
  }

  @Test
  void stepsAndBatchesAreKeptAndNoNumberComesTwice() {
    IdForm form = new IdForm.Incremental(10, 5, "N", 3, 1).batch(4);
    try (S3db first = open();
        S3db second = open()) {
      Resource a = first.createResource("inc", r -> r.attribute("x", "string").idGenerator(form));
      Resource b = second.resource("inc");
      List<String> ids =
          List.of(
              a.insert(Document.of("x", "1")).id(),
              b.insert(Document.of("x", "1")).id(),
              a.insert(Document.of("x", "1")).id());

      assertThat(ids).containsExactly("N010", "N030", "N015");
      assertThat(value()).contains("\"value\":50");
    }
  }

  @Test
  void manyThreadsGetDifferentNumbers() {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    // With real pauses: whoever waits must let the one who has the lock go on.
    ObjectStore shared = MemoryStore.create(InstantSource.system());
    try (S3db first = S3db.builder().store(shared).connect();
        S3db second = S3db.builder().store(shared).connect()) {
      Resource a = inc(first, "incremental");
      Resource b = second.resource("inc");
      IntStream.range(0, 60)
          .parallel()
          .forEach(i -> ids.add((i % 2 == 0 ? a : b).insert(Document.of("x", "1")).id()));
    }
    assertThat(ids).hasSize(60);
  }

  @Test
  void aNumberOfUnknownFateIsLeftOut() {
    try (S3db db = open()) {
      Resource inc = inc(db, "incremental");
      inc.insert(Document.of("x", "1"));
      store.reset();
      store.fail(4, FaultyStore.Fault.LOST_ANSWER);

      assertThat(inc.insert(Document.of("x", "2")).id()).isEqualTo("3");
      assertThat(store.calls().get(3)).isEqualTo("PUT " + VALUE);
    }
  }

  @Test
  void aLockThatWasLeftBehindIsTakenOverOnceItExpired() {
    try (S3db db = open()) {
      Resource inc = inc(db, "incremental");
      long end = time.instant().toEpochMilli() + 2_000;
      byte[] lock =
          ("{\"token\":\"x\",\"_expiresAt\":" + end + "}").getBytes(StandardCharsets.UTF_8);
      store.put(LOCK, new NewObject(lock, "application/json", Map.of()), Precondition.none());

      assertThat(inc.insert(Document.of("x", "1")).id()).isEqualTo("1");
      assertThat(time.instant().toEpochMilli()).isGreaterThan(end);
      assertThat(store.get(LOCK)).isEmpty();
    }
  }

  @Test
  void aLockThatIsHeldAndADamagedSequenceSayWhatToDo() {
    try (S3db db = open()) {
      Resource inc = inc(db, "incremental");
      byte[] lock =
          "{\"token\":\"x\",\"_expiresAt\":9999999999999}".getBytes(StandardCharsets.UTF_8);
      store.put(LOCK, new NewObject(lock, "application/json", Map.of()), Precondition.none());
      assertThatThrownBy(() -> inc.insert(Document.of("x", "1")))
          .hasMessageContaining("stays locked by another process")
          .hasMessageContaining(LOCK.value());
      store.delete(LOCK, Precondition.none());
      store.put(
          VALUE,
          new NewObject("{}".getBytes(StandardCharsets.UTF_8), null, Map.of()),
          Precondition.none());
      assertThatThrownBy(() -> inc.insert(Document.of("x", "1")))
          .hasMessageContaining("holds no number");
    }
  }

  @Test
  void anIdThatIsGivenGoesFirst() {
    try (S3db db = open()) {
      Resource inc = inc(db, "incremental");
      inc.idGenerator(_ -> "made");
      assertThat(inc.insert(Document.of("id", "given", "x", "1")).id()).isEqualTo("given");
      assertThat(inc.insert(Document.of("id", 7, "x", "1")).id()).isEqualTo("7");
      assertThat(inc.insert(Document.of("x", "1")).id()).isEqualTo("made");
      inc.idGenerator(_ -> null);
      assertThat(inc.insert(Document.of("x", "1")).id()).isEqualTo("1");
      assertThatThrownBy(() -> inc.insert(Document.of("id", true, "x", "1")))
          .hasMessageContaining("is no text: true");
    }
  }
}
