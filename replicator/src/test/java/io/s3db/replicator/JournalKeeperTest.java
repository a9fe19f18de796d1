package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.MemoryJournal;
import io.s3db.replicator.journal.Position;
import io.s3db.version.Version;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JournalKeeperTest {
  private static final long LIMIT = 100_000;

  private final Journal journal = MemoryJournal.create(2 * LIMIT, new Random(1));
  private final EventHub hub = new EventHub();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final FakeHolder fast = new FakeHolder("fast");
  private final FakeHolder slow = new FakeHolder("slow");
  private long sequence;

  {
    hub.on(Warned.class, warned -> warnings.add(warned.subject()));
  }

  @AfterEach
  void closeAll() {
    hub.close();
    journal.close();
  }

  @Test
  void whatEveryDestinationHasDoneIsReleased() throws Exception {
    Position middle = fill(10_000);
    Position end = fill(10_000);
    fast.doneBelow = end;
    slow.doneBelow = middle;
    try (JournalKeeper _ = keeper(WhenFull.DETACH, fast, slow)) {
      await().until(() -> journal.begin().equals(middle));
      slow.doneBelow = end;
      await().until(() -> journal.size() < 1_000);
    }
  }

  @Test
  void withoutDestinationsNothingIsHeld() throws Exception {
    fill(10_000);
    try (JournalKeeper _ = keeper(WhenFull.DETACH)) {
      await().until(() -> journal.size() < 1_000);
    }
  }

  @Test
  void theLaggardIsDetachedWhenTheJournalIsFull() throws Exception {
    Position end = fill(LIMIT + 1_000);
    fast.doneBelow = end;
    try (JournalKeeper _ = keeper(WhenFull.DETACH, fast, slow)) {
      await().until(() -> slow.detached.size() == 1);
      await().until(() -> journal.size() < 1_000);
    }
    assertThat(slow.detached.getFirst()).contains("largest size");
    assertThat(fast.detached).isEmpty();
    await().until(() -> warnings.contains("100 %"));
  }

  @Test
  void withBlockNobodyIsDetached() throws Exception {
    fill(LIMIT + 1_000);
    try (JournalKeeper _ = keeper(WhenFull.BLOCK, slow)) {
      await().until(() -> warnings.contains("100 %"));
    }
    assertThat(slow.detached).isEmpty();
    assertThat(journal.size()).isGreaterThan(LIMIT);
  }

  @Test
  void aJournalThatFillsIsToldOnceALevelAndAgainAfterItWasEmptied() throws Exception {
    try (JournalKeeper _ = keeper(WhenFull.DETACH, slow)) {
      Position half = fill(LIMIT * 6 / 10);
      await().until(() -> warnings.equals(List.of("50 %")));
      fill(LIMIT * 3 / 10);
      await().until(() -> warnings.equals(List.of("50 %", "80 %")));
      slow.doneBelow = journal.end();
      await().until(() -> journal.begin().isAfter(half));
      fill(LIMIT * 6 / 10);
      await().until(() -> warnings.equals(List.of("50 %", "80 %", "50 %")));
    }
  }

  private JournalKeeper keeper(WhenFull whenFull, FakeHolder... holders) {
    Warnings told = new Warnings("journal", hub, InstantSource.system());
    return new JournalKeeper(
            journal, LIMIT, whenFull, List.of(holders), told, InstantSource.system())
        .start();
  }

  /** Records changes of about so many bytes. */
  private Position fill(long bytes) {
    long before = journal.size();
    while (journal.size() < before + bytes) {
      sequence++;
      Version version = new Version(sequence << 16, 7, false);
      PendingWrite write =
          new PendingWrite(
              "orders",
              "o" + sequence,
              Operation.INSERT,
              version,
              Version.NONE,
              null,
              null,
              Document.of("id", "o" + sequence, "note", "x".repeat(500)),
              Events.at(1));
      journal.outcome(journal.intend(write), Journal.Outcome.APPLIED);
    }
    return journal.end();
  }

  /** A destination that is as far as it is told. */
  private final class FakeHolder implements JournalKeeper.Holder {
    private final String id;
    private final List<String> detached = new CopyOnWriteArrayList<>();
    private volatile Position doneBelow = Position.START;

    FakeHolder(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Position doneBelow() {
      return doneBelow;
    }

    @Override
    public void detach(String reason) {
      detached.add(reason);
      doneBelow = journal.end();
    }
  }
}
