package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.FileLayer.OpenFile;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record is erased from the files of a journal, whatever happens meanwhile. */
class FileJournalEraseTest {
  private static final Path FOLDER = Path.of("/journal");
  private static final String VICTIM = "the-one-to-forget";

  @TempDir Path folder;

  private static FileJournal open(Path folder, FileLayer files, Durability durability) {
    JournalOptions options =
        JournalOptions.defaults()
            .withDurability(durability)
            .withSegmentBytes(4096)
            .withTailCacheBytes(1000);
    return FileJournal.open(folder, options, files, InstantSource.system(), new Random(3));
  }

  private FileJournal open() {
    return open(folder, FileLayer.disk(), Durability.DISK);
  }

  private static void apply(Journal journal, String id, int number) {
    journal.outcome(journal.intend(Writes.update(id, number)), Outcome.APPLIED);
  }

  private static List<String> ids(Journal journal) {
    return JournalContract.all(journal, Position.START).stream()
        .map(change -> change.event().recordId())
        .toList();
  }

  private static List<Path> filesWith(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void noFileHoldsAnyByteOfTheRecordNorDoesALaterOpening() throws Exception {
    try (FileJournal journal = open()) {
      fill(journal);
      assertThat(filesWith(folder, VICTIM)).hasSizeGreaterThan(2);
      assertThat(journal.erase("orders", VICTIM)).isEqualTo(30);
      assertThat(filesWith(folder, VICTIM)).isEmpty();
      assertThat(ids(journal)).hasSize(60).doesNotContain(VICTIM);
    }
    try (FileJournal again = open()) {
      assertThat(ids(again)).hasSize(60).doesNotContain(VICTIM);
      assertThat(again.inDoubt()).isEmpty();
      again.release(again.end());
      assertThat(again.begin().run()).isEqualTo(2);
    }
    assertThat(filesWith(folder, VICTIM)).isEmpty();
  }

  /** Changes of three records, and one of the victim that did not take effect. */
  private static void fill(Journal journal) {
    for (int i = 1; i < 30; i++) {
      apply(journal, "a", i);
      apply(journal, VICTIM, i);
      apply(journal, "b", i);
    }
    journal.outcome(journal.intend(Writes.update(VICTIM, 30)), Outcome.VOID);
    apply(journal, "a", 30);
    apply(journal, "b", 30);
    journal.force();
  }

  /** The outcome of an erased intent lies in a later segment, which is read when that is gone. */
  @Test
  void anOutcomeWhoseIntentIsErasedKeepsItsSegmentUntilItIsRead() {
    try (FileJournal journal = open()) {
      Logged early = journal.intend(Writes.update(VICTIM, 1));
      for (int i = 1; i < 40; i++) {
        apply(journal, "a", i);
      }
      journal.outcome(early, Outcome.APPLIED);
      apply(journal, "b", 1);
      Position before =
          JournalContract.all(journal, Position.START).get(38).position(); // the last of "a"
      assertThat(journal.erase("orders", VICTIM)).isEqualTo(1);
      journal.release(before);
    }
    try (FileJournal again = open()) {
      assertThat(again.begin().offset()).as("held for the outcome").isZero();
      assertThat(ids(again)).hasSize(40).endsWith("a", "b");
      again.release(again.end());
      assertThat(again.begin().offset()).isPositive();
    }
  }

  @Test
  void aSearchStaysWithinItsLimitAndSaysSo() {
    try (FileJournal journal = open()) {
      fill(journal);
      var newest = journal.traces("orders", "a", 1);
      assertThat(newest.whole()).isFalse();
      assertThat(newest.lookedFrom()).isGreaterThan(Position.START);
      assertThat(newest.traces()).isNotEmpty().hasSizeLessThan(30);
      assertThat(newest.traces().getLast().event().version().clock()).isEqualTo(1_030);
      var all = journal.traces("orders", "a", Long.MAX_VALUE);
      assertThat(all.whole()).isTrue();
      assertThat(all.traces()).hasSize(30);
    }
  }

  @Test
  void aFullDiskRefusesAndTheJournalGoesOn() {
    FakeDisk disk = new FakeDisk(new Random(5));
    try (FileJournal journal = open(FOLDER, disk, Durability.DISK)) {
      fill(journal);
      disk.capacity(disk.used());
      assertThatThrownBy(() -> journal.erase("orders", VICTIM))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("was refused")
          .hasMessageContaining("cannot be written");
      assertThat(ids(journal)).contains(VICTIM);
      disk.capacity(Long.MAX_VALUE);
      apply(journal, "a", 31);
      assertThat(journal.erase("orders", VICTIM)).isEqualTo(30);
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void whereverThePowerIsCutEachChangeIsThereOrErased(Loss loss) throws Exception {
    everyCrash(Durability.DISK, loss);
  }

  @Test
  void whereverTheProcessEndsEachChangeIsThereOrErased() throws Exception {
    everyCrash(Durability.PROCESS, Loss.NOTHING);
  }

  private static void everyCrash(Durability durability, Loss loss) throws Exception {
    int crashes = 0;
    for (int operation = 1; ; operation++) {
      FakeDisk disk = new FakeDisk(new Random(operation));
      String context = "operation " + operation + ", " + loss;
      boolean done = eraseAndCrashAt(disk, operation, durability);
      disk.restart(done ? Loss.EVERYTHING : loss);
      try (FileJournal journal = open(FOLDER, disk, durability)) {
        check(journal, done, context);
        journal.erase("orders", VICTIM);
        check(journal, true, context);
      }
      assertThat(filesWith(disk)).as(context).isEmpty();
      if (done) {
        assertThat(crashes).isGreaterThan(30);
        return;
      }
      crashes++;
    }
  }

  private static boolean eraseAndCrashAt(FakeDisk disk, int operation, Durability durability) {
    try (FileJournal journal = open(FOLDER, disk, durability)) {
      fill(journal);
      disk.crashAt(operation);
      assertThat(journal.erase("orders", VICTIM)).isEqualTo(30);
      disk.stop(); // what it did is on the disk, without a close
      return true;
    } catch (JournalException e) {
      assertThat(disk.isDown()).as("operation %d: %s", operation, e).isTrue();
      return false;
    }
  }

  private static void check(Journal journal, boolean erased, String context) {
    List<Change> changes = JournalContract.all(journal, Position.START);
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      expected.addAll(List.of("a " + (1_000 + i), "b " + (1_000 + i)));
    }
    assertThat(changes)
        .as(context)
        .filteredOn(change -> !change.event().recordId().equals(VICTIM))
        .extracting(change -> change.event().recordId() + " " + change.event().version().clock())
        .containsExactlyElementsOf(expected);
    assertThat(changes)
        .as(context)
        .filteredOn(change -> change.event().recordId().equals(VICTIM))
        .allSatisfy(
            change ->
                assertThat(change.event().after())
                    .isEqualTo(
                        Writes.update(VICTIM, (int) change.event().version().clock() - 1_000)
                            .after()))
        .size()
        .satisfies(size -> assertThat(erased && size > 0).as(context).isFalse());
    assertThat(journal.inDoubt()).as(context).isEmpty();
  }

  private static List<String> filesWith(FakeDisk disk) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : disk.list(FOLDER)) {
      try (OpenFile file = disk.open(FOLDER.resolve(name), false)) {
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains(VICTIM)) {
          found.add(name);
        }
      }
    }
    return found;
  }
}
