package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.FaultyStore.Fault;
import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation, with every fault, at every request it makes. */
class WriteFaultsTest {
  private final ManualTime time = new ManualTime("2025-10-18T10:30:00.000Z");
  private final MemoryStore memory = MemoryStore.create(time);
  private final FaultyStore store = new FaultyStore(memory);
  private final RecordingInterceptor journal = new RecordingInterceptor("journal", store);
  private final S3db db =
      S3db.builder()
          .store(store)
          .time(time)
          .sleeper(pause -> time.advanceMillis(pause.toMillis()))
          .plugin(journal)
          .connect();
  private final Resource things =
      db.createResource(
          "things",
          r ->
              r.attribute("n", "number|optional")
                  .attribute("kind", "string|optional")
                  .partition("byKind", java.util.Map.of("kind", "string")));

  /** What the operation says must be what the store shows, and what the interceptor was told. */
  enum Write {
    INSERT(false) {
      @Override
      Document run(Resource things, String id) {
        return things.insert(Document.of("id", id, "n", 2, "kind", "new"));
      }
    },
    UPDATE(true) {
      @Override
      Document run(Resource things, String id) {
        return things.update(id, r -> r.with("n", r.integer("n") + 1).with("kind", "new"));
      }
    },
    REPLACE(true) {
      @Override
      Document run(Resource things, String id) {
        return things.replace(id, Document.of("n", 2, "kind", "new"));
      }
    },
    UPSERT(true) {
      @Override
      Document run(Resource things, String id) {
        return things.upsert(Document.of("id", id, "n", 2, "kind", "new"));
      }
    },
    UPSERT_NEW(false) {
      @Override
      Document run(Resource things, String id) {
        return things.upsert(Document.of("id", id, "n", 2, "kind", "new"));
      }
    },
    DELETE(true) {
      @Override
      Document run(Resource things, String id) {
        things.delete(id);
        return Document.of();
      }
    };

    final boolean needsRecord;

    Write(boolean needsRecord) {
      this.needsRecord = needsRecord;
    }

    abstract Document run(Resource things, String id);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void neverSaysWhatIsNotSo(Write write) {
    int checked = 0;
    for (Fault fault : Fault.values()) {
      for (int call = 1; call <= 4; call++) {
        for (int times = 1; times <= 2; times++) {
          check(write, fault, call, times);
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(40);
  }

  private void check(Write write, Fault fault, int call, int times) {
    String id = fault + "-" + call + "-" + times;
    store.reset();
    if (write.needsRecord) {
      things.insert(Document.of("id", id, "n", 1, "kind", "old"));
    }
    store.reset();
    journal.clear();
    for (int i = 0; i < times; i++) {
      store.fail(call + i, fault);
    }
    String what = write + " with " + fault + " at call " + call + " x" + times;
    Fate fate = attempt(write, id);
    store.reset();
    Optional<Document> now = things.find(id);
    boolean changed = changed(write, now);
    List<String> told =
        journal.calls.stream().map(each -> each.substring(0, each.indexOf('@'))).toList();
    switch (fate) {
      case DONE -> {
        assertThat(changed).as(what).isTrue();
        assertThat(told).as(what).contains("applied").doesNotContain("unknown");
        checkReferences(write, id, times, what);
      }
      case FAILED -> {
        assertThat(changed).as(what).isFalse();
        assertThat(told).as(what).doesNotContain("applied", "unknown");
      }
      case UNKNOWN -> assertThat(told).as(what).contains("unknown").doesNotContain("applied");
    }
    assertThat(told.getLast()).as(what).isEqualTo("close");
  }

  private enum Fate {
    DONE,
    FAILED,
    UNKNOWN
  }

  private Fate attempt(Write write, String id) {
    try {
      write.run(things, id);
      return Fate.DONE;
    } catch (OutcomeUnknownException _) {
      return Fate.UNKNOWN;
    } catch (RuntimeException _) {
      return Fate.FAILED;
    }
  }

  private static boolean changed(Write write, Optional<Document> now) {
    return write == Write.DELETE
        ? now.isEmpty()
        : now.filter(record -> record.integer("n") == 2).isPresent();
  }

  private List<String> references(String id) {
    return memory.list("resource=things/partition=byKind/", null, 1000).entries().stream()
        .map(entry -> entry.key().value())
        .filter(key -> key.endsWith("/id=" + id))
        .toList();
  }

  /** References are tried twice: two faults may leave them behind, and the write stands. */
  private void checkReferences(Write write, String id, int times, String what) {
    if (times == 1) {
      String wanted = "resource=things/partition=byKind/kind=new/id=" + id;
      assertThat(references(id))
          .as(what)
          .isEqualTo(write == Write.DELETE ? List.of() : List.of(wanted));
    }
  }

  @Test
  void anInsertWhoseAnswerIsLostSucceedsAndHappensOnce() {
    store.reset();
    store.fail(1, Fault.LOST_ANSWER);

    Document inserted = things.insert(Document.of("id", "a", "n", 1));

    assertThat(inserted).isEqualTo(things.get("a"));
    assertThat(store.calls())
        .startsWith(
            "PUT resource=things/data/id=a",
            "PUT resource=things/data/id=a",
            "GET resource=things/data/id=a");
  }

  @Test
  void aDeleteWhoseAnswerIsLostSucceeds() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store.fail(2, Fault.LOST_ANSWER);

    assertThat(things.delete("a").integer("n")).isEqualTo(1);

    assertThat(things.find("a")).isEmpty();
  }

  @Test
  void anUpdateThatWasAppliedAndReplacedByAnotherSucceeds() {
    things.insert(Document.of("id", "a", "n", 1));
    Consumer<Resource> addTen = r -> r.update("a", each -> each.with("n", each.integer("n") + 10));
    store.reset();
    // GET, PUT (applied, answer lost), then another writer, then our PUT again: lost.
    store.fail(2, Fault.LOST_ANSWER).before(3, () -> addTen.accept(otherWriter()));

    things.update("a", r -> r.with("n", r.integer("n") + 1));

    assertThat(things.get("a").integer("n")).isEqualTo(12);
  }

  @Test
  void anUpdateThatCertainlyWasNotAppliedIsMadeAgain() {
    things.insert(Document.of("id", "a", "n", 1));
    Consumer<Resource> addTen = r -> r.update("a", each -> each.with("n", each.integer("n") + 10));
    store.reset();
    store.fail(2, Fault.LOST_REQUEST).before(3, () -> addTen.accept(otherWriter()));

    things.update("a", r -> r.with("n", r.integer("n") + 1));

    assertThat(things.get("a").integer("n")).isEqualTo(12);
  }

  @Test
  void anUpdateThatOthersWroteOverTwiceIsUnknownAndNotMadeTwice() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store
        .fail(2, Fault.LOST_ANSWER)
        .before(
            3,
            () -> {
              otherWriter().update("a", each -> each.with("n", each.integer("n") + 10));
              otherWriter().update("a", each -> each.with("n", each.integer("n") + 100));
            });

    assertThatThrownBy(() -> things.update("a", r -> r.with("n", r.integer("n") + 1)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("update of record 'a' of 'things'");
    assertThat(things.get("a").integer("n")).isEqualTo(112);
  }

  @Test
  void anInsertThatLostToAnotherAfterATimeoutIsUnknown() {
    store.reset();
    store
        .fail(1, Fault.LOST_REQUEST)
        .before(2, () -> otherWriter().insert(Document.of("id", "a", "n", 7)));

    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(things.get("a").integer("n")).isEqualTo(7);
  }

  @Test
  void anUpdateWhoseRecordIsGoneAfterATimeoutIsUnknown() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store.fail(2, Fault.LOST_REQUEST).before(3, () -> otherWriter().delete("a"));

    assertThatThrownBy(() -> things.update("a", Document.of("n", 2)))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void anUpdateThatStaysUnansweredOverTheOldStateIsUnknown() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store.failWrites(Fault.LOST_REQUEST);

    assertThatThrownBy(() -> things.update("a", Document.of("n", 2)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(store.calls().stream().filter(call -> call.startsWith("PUT"))).hasSize(6);
  }

  @Test
  void aDeleteThatCertainlyWasNotAppliedIsMadeAgain() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store
        .fail(2, Fault.LOST_REQUEST)
        .before(3, () -> otherWriter().update("a", Document.of("n", 5)));

    assertThat(things.delete("a").integer("n")).isEqualTo(5);
    assertThat(things.find("a")).isEmpty();
  }

  @Test
  void aDeleteWhoseIdWasInsertedAgainMeanwhileIsUnknownAndSparesTheNewRecord() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store
        .fail(2, Fault.LOST_ANSWER)
        .before(3, () -> otherWriter().insert(Document.of("id", "a", "n", 5)));

    assertThatThrownBy(() -> things.delete("a")).isInstanceOf(OutcomeUnknownException.class);
    assertThat(things.get("a").integer("n")).isEqualTo(5);
  }

  @Test
  void aDeleteWhoseRecordSomebodyElseDeletedFirstFindsNone() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store.before(2, () -> otherWriter().delete("a"));

    assertThatThrownBy(() -> things.delete("a")).isInstanceOf(RecordNotFoundException.class);
  }

  @Test
  void aRefusalAfterATimeoutIsJudgedByTheObject() {
    store.reset();
    store.fail(1, Fault.LOST_ANSWER).fail(2, Fault.REFUSED);
    assertThat(things.insert(Document.of("id", "a", "n", 1)).id()).isEqualTo("a");

    store.reset();
    store.fail(1, Fault.LOST_REQUEST).fail(2, Fault.REFUSED);
    assertThatThrownBy(() -> things.insert(Document.of("id", "b", "n", 1)))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void anObjectThatCannotBeReadLeavesTheDoubt() {
    store.reset();
    store.fail(1, Fault.LOST_ANSWER).fail(3, Fault.REFUSED);

    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aRaceLostForEverEndsWithAnErrorThatSaysSo() {
    things.insert(Document.of("id", "a", "n", 1));
    Resource other = otherWriter();
    store.reset();
    for (int call = 2; call <= 2_000; call += 2) {
      store.before(call, () -> other.update("a", r -> r.with("n", r.integer("n") + 1)));
    }

    assertThatThrownBy(() -> things.update("a", Document.of("kind", "x")))
        .isInstanceOf(WriteContentionException.class)
        .hasMessageContaining("others changed it before each of");
  }

  @Test
  void anInterruptedThreadWritesNothingAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
          .hasFieldOrPropertyWithValue("code", "INTERRUPTED");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(things.find("a")).isEmpty();
  }

  @Test
  void aFailedReferenceIsReportedAndTheRecordStays() {
    List<ResourceEvent> events = new ArrayList<>();
    things.on("partitionIndexError", events::add);
    store.reset();
    store.fail(2, Fault.REFUSED).fail(3, Fault.REFUSED);

    things.insert(Document.of("id", "a", "n", 1, "kind", "x"));

    assertThat(things.get("a").text("kind")).isEqualTo("x");
    org.awaitility.Awaitility.await().until(() -> !events.isEmpty());
    assertThat(events.getFirst().details().text("key"))
        .isEqualTo("resource=things/partition=byKind/kind=x/id=a");
    things.replace("a", Document.of("n", 1, "kind", "x"));
    assertThat(references("a")).hasSize(1);
  }

  @Test
  void readsThatFailBeforeAWriteChangeNothing() {
    things.insert(Document.of("id", "a", "n", 1));
    store.reset();
    store.fail(1, Fault.REFUSED);

    assertThatThrownBy(() -> things.update("a", Document.of("n", 2)))
        .hasMessageContaining("GET resource=things/data/id=a refused");
    assertThat(things.get("a").integer("n")).isEqualTo(1);
  }

  /** The same store without faults, so that only our calls count. */
  private Resource otherWriter() {
    ObjectStore behind = memory;
    return S3db.builder().store(behind).time(time).connect().resource("things");
  }
}
