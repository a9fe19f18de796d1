package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.plugin.PendingWrite;
import io.s3db.store.MemoryStore;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterceptorTest {
  private static final Instant NOW = Instant.parse("2025-10-18T10:30:00Z");

  private final ManualTime time = new ManualTime("2025-10-18T10:30:00.000Z");
  private final FaultyStore store = new FaultyStore(MemoryStore.create(time));
  private final RecordingInterceptor journal = new RecordingInterceptor("journal", store);
  private final S3db db =
      S3db.builder().store(store).time(time).sleeper(_ -> {}).plugin(journal).connect();
  private final Resource things =
      db.createResource("things", r -> r.attribute("n", "number").timestamps(true).paranoid(false));

  private static Document after(PendingWrite write) {
    return Objects.requireNonNull(write.after());
  }

  @BeforeEach
  void forgetTheOpening() {
    journal.clear();
    store.reset();
  }

  @Test
  void anInsertIsIntendedBeforeTheStoreIsAskedAndAppliedBeforeReferences() {
    things.insert(Document.of("id", "a", "n", 1));

    assertThat(journal.calls)
        .containsExactly("enter things/a insert@0", "intend insert@0", "applied@1", "close@3");
    PendingWrite write = journal.writes.getFirst();
    assertThat(write.resource()).isEqualTo("things");
    assertThat(write.id()).isEqualTo("a");
    assertThat(write.operation()).isEqualTo(Operation.INSERT);
    assertThat(write.previousVersion()).isEqualTo(Version.NONE);
    assertThat(write.previousEtag()).isNull();
    assertThat(write.before()).isNull();
    assertThat(write.after()).isEqualTo(things.get("a"));
    assertThat(after(write).names()).containsExactly("id", "n", "createdAt", "updatedAt");
    assertThat(write.changedAt()).isEqualTo(NOW);
  }

  @Test
  void everyOtherOperationReadsInsideAndKnowsBeforeAndAfter() {
    things.insert(Document.of("id", "a", "n", 1));
    Document first = things.get("a");
    Version inserted = journal.writes.getFirst().version();
    for (Runnable operation :
        List.<Runnable>of(
            () -> things.update("a", Document.of("n", 2)),
            () -> things.update("a", r -> r.with("n", 2)),
            () -> things.patch("a", Document.of("n", 2)),
            () -> things.replace("a", Document.of("n", 2)),
            () -> things.upsert(Document.of("id", "a", "n", 2)))) {
      forgetTheOpening();
      Document before = things.get("a");
      store.reset();

      operation.run();

      assertThat(journal.calls.subList(0, 3))
          .containsExactly("enter things/a@0", "intend update@1", "applied@2");
      assertThat(journal.calls.getLast()).startsWith("close");
      PendingWrite write = journal.writes.getFirst();
      assertThat(write.before()).isEqualTo(before);
      assertThat(write.after()).isEqualTo(first.with("n", 2));
      assertThat(write.version()).isGreaterThan(write.previousVersion());
      assertThat(write.previousVersion()).isGreaterThanOrEqualTo(inserted);
      assertThat(write.previousEtag()).isNotNull();
    }
  }

  @Test
  void aDeleteHasTheTombstoneOfWhatItDeletes() {
    things.insert(Document.of("id", "a", "n", 1));
    Version inserted = journal.writes.getFirst().version();
    Document before = things.get("a");
    forgetTheOpening();

    things.delete("a");

    assertThat(journal.calls)
        .containsExactly("enter things/a@0", "intend delete@1", "applied@2", "close@4");
    PendingWrite write = journal.writes.getFirst();
    assertThat(write.version()).isEqualTo(inserted.tombstone());
    assertThat(write.previousVersion()).isEqualTo(inserted);
    assertThat(write.before()).isEqualTo(before);
    assertThat(write.after()).isNull();
  }

  @Test
  void bulkOperationsPassRecordByRecord() {
    things.insertMany(List.of(Document.of("id", "a", "n", 1)));
    things.deleteMany(List.of("a"));
    things.insert(Document.of("id", "b", "n", 1));
    things.deleteAll();

    assertThat(journal.writes)
        .extracting(write -> write.operation().word() + " " + write.id())
        .containsExactly("insert a", "delete a", "insert b", "delete b");
  }

  @Test
  void aLostRaceFailsAndIsIntendedAgainWithANewVersion() {
    things.insert(Document.of("id", "a", "n", 1));
    forgetTheOpening();
    S3db other = S3db.builder().store(store).time(time).connect();
    other.resource("things");
    store.reset();
    store.before(2, () -> other.resource("things").update("a", Document.of("n", 10)));

    things.update("a", r -> r.with("n", r.integer("n") + 1));

    assertThat(journal.calls)
        .extracting(call -> call.substring(0, call.indexOf('@')))
        .containsExactly(
            "enter things/a", "intend update", "failed", "intend update", "applied", "close");
    assertThat(after(journal.writes.get(0)).integer("n")).isEqualTo(2);
    assertThat(after(journal.writes.get(1)).integer("n")).isEqualTo(11);
    assertThat(Objects.requireNonNull(journal.writes.get(1).before()).integer("n")).isEqualTo(10);
    assertThat(journal.writes.get(1).version()).isGreaterThan(journal.writes.get(0).version());
    assertThat(things.get("a").integer("n")).isEqualTo(11);
  }

  @Test
  void whatIsRefusedFailsAndWhatIsNotKnownIsUnknown() {
    store.fail(1, FaultyStore.Fault.REFUSED);
    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
        .hasMessageContaining("refused");
    assertThat(journal.calls)
        .containsExactly("enter things/a insert@0", "intend insert@0", "failed@1", "close@1");

    forgetTheOpening();
    store.failWrites(FaultyStore.Fault.LOST_REQUEST);
    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(journal.calls)
        .containsExactly("enter things/a insert@0", "intend insert@0", "unknown@7", "close@7");

    forgetTheOpening();
    store.fail(1, FaultyStore.Fault.BROKEN);
    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(journal.calls).contains("unknown@1").endsWith("close@1");
  }

  @Test
  void withoutAnIntentTheStoreIsNotAsked() {
    journal.refuses = true;

    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 1)))
        .hasMessageContaining("journal is full");

    assertThat(store.calls()).isEmpty();
    assertThat(journal.calls)
        .containsExactly("enter things/a insert@0", "intend insert@0", "close@0");
  }

  @Test
  void aRefusedValidationIsNotIntended() {
    assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", "x")))
        .isInstanceOf(ValidationException.class);

    assertThat(journal.calls).containsExactly("enter things/a insert@0", "close@0");
  }

  @Test
  void theOneAddedLastIsEnteredFirstAndOneThatRefusesUndoesTheOthers() {
    RecordingInterceptor second = new RecordingInterceptor("second", store);
    db.use(second);
    second.clear();

    things.insert(Document.of("id", "a", "n", 1));
    assertThat(second.calls).hasSameElementsAs(journal.calls);

    forgetTheOpening();
    second.clear();
    journal.refuses = true;
    assertThatThrownBy(() -> things.insert(Document.of("id", "b", "n", 1)))
        .hasMessageContaining("journal is full");
    assertThat(second.calls)
        .containsExactly("enter things/b insert@0", "intend insert@0", "failed@0", "close@0");
    assertThat(things.find("b")).isEmpty();
  }

  @Test
  void anInterceptorWithADefectChangesNoOutcome() {
    journal.throwsAfterwards = true;

    assertThat(things.insert(Document.of("id", "a", "n", 1)).id()).isEqualTo("a");

    assertThat(things.get("a").integer("n")).isEqualTo(1);
  }

  @Test
  void aPluginThatCannotStartLeavesNoInterceptorBehind() {
    RecordingInterceptor broken = new RecordingInterceptor("broken", store);
    broken.failsToStart = true;

    assertThatThrownBy(() -> db.use(broken)).hasMessage("cannot start");
    things.insert(Document.of("id", "a", "n", 1));

    assertThat(broken.writes).isEmpty();
    assertThat(db.plugins()).containsExactly(journal);
  }

  @Test
  void pluginsWorkInEveryOrderOfAddingThemAndResources() {
    RecordingInterceptor late = new RecordingInterceptor("late", store);
    db.use(late);
    things.insert(Document.of("id", "a", "n", 1));
    db.createResource("more", r -> r.attribute("n", "number")).insert(Map.of("id", "m", "n", 1));

    assertThat(late.writes).extracting(PendingWrite::id).containsExactly("a", "m");
    assertThat(journal.writes).extracting(PendingWrite::id).containsExactly("a", "m");
    assertThat(db.plugins()).containsExactly(journal, late);
    assertThat(db.plugin(RecordingInterceptor.class)).contains(journal);
    db.close();
    db.close();
    assertThat(late.calls).endsWith("stop");
    assertThat(journal.calls.stream().filter("stop"::equals)).hasSize(1);
  }
}
