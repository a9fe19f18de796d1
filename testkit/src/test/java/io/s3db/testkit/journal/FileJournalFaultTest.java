package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Logged;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.replicator.journal.JournalOptions.Durability;
import io.s3db.replicator.journal.Position;
import io.s3db.testkit.file.FakeDisk;
import io.s3db.testkit.file.FakeDisk.Loss;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Full disks, failing disks and damaged files. */
@Timeout(60)
class FileJournalFaultTest {
  private static final Path FOLDER = Path.of("/journal");

  private final FakeDisk disk = new FakeDisk(new Random(5));

  private FileJournal open() {
    return open(JournalOptions.defaults());
  }

  private FileJournal open(JournalOptions options) {
    return FileJournal.open(
        FOLDER,
        options.withSegmentBytes(4096).withTailCacheBytes(0),
        disk,
        InstantSource.system(),
        new Random(6));
  }

  private static Logged apply(Journal journal, String id, int number) {
    Logged logged = journal.intend(Writes.update(id, number));
    journal.outcome(logged, Outcome.APPLIED);
    return logged;
  }

  private static List<Integer> numbers(Journal journal) {
    return JournalContract.all(journal, Position.START).stream().map(c -> number(c)).toList();
  }

  private static int number(Change change) {
    return (int) (change.event().version().clock() - 1_000);
  }

  private static void assertRefused(Journal journal, String code) {
    assertThatThrownBy(() -> journal.intend(Writes.update("x", 6)))
        .isInstanceOfSatisfying(JournalException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("orders/x");
  }

  @Test
  void aFullDiskRefusesIntentsButNeverAnOutcome() {
    try (Journal journal = open()) {
      disk.capacity(disk.used() + 4096);
      List<Logged> open = new ArrayList<>();
      for (int i = 0; open.size() < 100; i++) {
        try {
          open.add(journal.intend(Writes.update("a", i)));
        } catch (JournalException e) {
          assertThat(e.code()).isEqualTo("JOURNAL_DISK_FULL");
          break;
        }
      }
      assertThat(open).hasSizeBetween(5, 99);
      open.forEach(intent -> journal.outcome(intent, Outcome.APPLIED));
      assertThat(numbers(journal)).hasSize(open.size());
      disk.capacity(Long.MAX_VALUE);
      assertThat(apply(journal, "a", 500)).isNotNull();
    }
    try (Journal again = open()) {
      assertThat(again.inDoubt()).isEmpty();
    }
  }

  @Test
  void theLimitRefusesIntents() {
    try (Journal journal = open(JournalOptions.defaults().withMaxSize(1 << 25))) {
      assertThat(journal.size()).isLessThan(1 << 25);
    }
    JournalOptions tight =
        new JournalOptions(Durability.DISK, 4096, 5 * 4096, Duration.ZERO, 1 << 20);
    try (Journal journal =
        FileJournal.open(Path.of("/tight"), tight, disk, InstantSource.system(), new Random(6))) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  apply(journal, "x", i);
                }
              })
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_FULL"));
      assertThat(journal.size()).isLessThanOrEqualTo(5 * 4096);
      journal.release(journal.end());
      assertThat(apply(journal, "x", 1)).isNotNull();
    }
  }

  @Test
  void aFailedForceEndsTheJournalForGoodAndWhatWasDurableStaysReadable() {
    try (Journal journal = open()) {
      apply(journal, "a", 1);
      Logged pending = journal.intend(Writes.update("b", 2));
      disk.failNextForce();
      assertRefused(journal, "JOURNAL_FAILED");
      assertRefused(journal, "JOURNAL_FAILED");
      journal.outcome(pending, Outcome.APPLIED); // its write succeeded: nothing is thrown
      assertThat(numbers(journal)).containsExactly(1);
    }
    disk.restart(Loss.EVERYTHING);
    try (Journal again = open()) {
      assertThat(again.inDoubt()).extracting(d -> d.write().id()).contains("b");
    }
  }

  @Test
  void everyWaitingIntentIsRefusedWhenTheForceFails() throws Exception {
    try (Journal journal = open()) {
      disk.failNextForce();
      AtomicInteger refused = new AtomicInteger();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String key = "key-" + i;
        writers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        journal.intend(Writes.update(key, 1));
                      } catch (JournalException e) {
                        refused.incrementAndGet();
                      }
                    }));
      }
      for (Thread writer : writers) {
        assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
      }
      assertThat(refused).hasValue(20);
    }
  }

  @Test
  void aWriteThatStopsShortEndsTheJournalAndIsCutOffAtTheNextOpen() {
    try (Journal journal = open()) {
      apply(journal, "a", 1);
      disk.stopNextWriteShort();
      assertRefused(journal, "JOURNAL_FAILED");
    }
    disk.restart(Loss.NOTHING);
    try (Journal again = open()) {
      assertThat(numbers(again)).containsExactly(1);
      apply(again, "a", 2);
      assertThat(numbers(again)).containsExactly(1, 2);
    }
  }

  @Test
  void damageBelowWhatWasSyncedIsReportedWithFileAndPlaceAndNeverSkipped() {
    Logged second;
    try (Journal journal = open()) {
      apply(journal, "a", 1);
      second = apply(journal, "a", 2);
      apply(journal, "a", 3);
    }
    long at = 128 + second.position().offset();
    disk.flip(FOLDER.resolve("0000000001.segment"), at + 60);
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_DAMAGED"))
        .hasMessageContaining("0000000001.segment")
        .hasMessageContaining("byte " + at + ":");
  }

  @Test
  void damageInASegmentThatOpeningNeedNotReadIsReportedByReading() {
    try (Journal journal = open()) {
      for (int i = 0; i < 100; i++) {
        apply(journal, "a", i);
      }
    }
    disk.flip(FOLDER.resolve("0000000001.segment"), 128 + 70);
    try (Journal again = open()) {
      assertThatThrownBy(() -> numbers(again))
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_DAMAGED"))
          .hasMessageContaining("0000000001.segment");
    }
  }

  @Test
  void aTornTailIsCutOffAndItsPositionsLeadToTheNextRun() {
    Position beyond;
    try (Journal journal = open(JournalOptions.defaults().withDurability(Durability.PROCESS))) {
      apply(journal, "a", 1);
      apply(journal, "a", 2);
      beyond = journal.end();
      disk.stop(); // before the background force
    }
    disk.restart(Loss.EVERYTHING);
    try (Journal again = open()) {
      assertThat(numbers(again)).isEmpty();
      apply(again, "a", 3);
      // An old checkpoint never covers a new change, though the new one has a smaller offset.
      assertThat(again.read(beyond, _ -> true, 9, 9).changes()).hasSize(1);
    }
  }

  @Test
  void whatAKilledProcessLeftIsForcedBeforeTheNextRunCountsOnIt() {
    try (Journal killed = open(JournalOptions.defaults().withDurability(Durability.PROCESS))) {
      apply(killed, "a", 1);
      disk.stop(); // before the background force
    }
    disk.restart(Loss.NOTHING);
    try (Journal again = open()) {
      assertThat(numbers(again)).containsExactly(1);
      disk.stop();
    }
    disk.restart(Loss.EVERYTHING);
    try (Journal third = open()) {
      assertThat(numbers(third)).containsExactly(1);
    }
  }

  @Test
  void aMissingSegmentIsReported() {
    try (Journal journal = open()) {
      for (int i = 0; i < 60; i++) {
        apply(journal, "a", i);
      }
    }
    disk.lose(FOLDER.resolve("0000000002.segment"));
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("segment 2 is missing");
  }

  @Test
  void filesOfTwoJournalsAndOtherFormatsAreRefused() throws Exception {
    open().close();
    open().close();
    try (var file = disk.open(FOLDER.resolve("0000000002.segment"), true)) {
      byte[] format = {0, 0, 0, 4};
      file.write(8, format, 0, 4);
    }
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_FORMAT"))
        .hasMessageContaining("format 4");
  }

  @Test
  void retentionKeepsSegmentsThatNobodyNeeds() {
    JournalOptions kept =
        new JournalOptions(Durability.DISK, 4096, Long.MAX_VALUE, Duration.ofHours(1), 1 << 20);
    AtomicLong now = new AtomicLong(1_000_000_000_000L);
    InstantSource time = () -> Instant.ofEpochMilli(now.get());
    try (Journal journal = FileJournal.open(FOLDER, kept, disk, time, new Random(6))) {
      for (int i = 0; i < 100; i++) {
        apply(journal, "a", i);
      }
      journal.release(journal.end());
      assertThat(journal.begin().offset()).isZero();
      now.addAndGet(Duration.ofMinutes(61).toMillis());
      journal.release(journal.end());
      assertThat(journal.begin().offset()).isPositive();
    }
  }
}
