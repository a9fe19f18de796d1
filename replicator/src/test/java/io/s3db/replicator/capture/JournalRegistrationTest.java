package io.s3db.replicator.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.capture.JournalRegistration.Result;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRegistrationTest {
  private static final InstantSource TIME = () -> Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path root;

  private final FakeStore store = new FakeStore();
  private final Random random = new Random(8);
  private int lastRun;

  private FileJournal open(String folder) {
    JournalOptions options = JournalOptions.defaults().withSegmentBytes(4096);
    return FileJournal.open(root.resolve(folder), options, FileLayer.disk(), TIME, random);
  }

  private JournalRegistration registration(FileJournal journal, String writer) {
    return new JournalRegistration(
        store, journal, FileLayer.disk(), writer, random.nextLong(), TIME);
  }

  /** Opens, registers, notes an alarm if there is one, and closes. */
  private Result register(String folder) {
    try (FileJournal journal = open(folder)) {
      JournalRegistration registration = registration(journal, "main");
      Result result = registration.register();
      registration.syncNoted();
      lastRun = journal.run();
      return result;
    }
  }

  private void copy(String from, String to) throws IOException {
    Path target = root.resolve(to);
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(root.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private static void assertNeedsSync(Result result, String reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.NeedsSync.class, alarm -> assertThat(alarm.reason()).contains(reason));
  }

  @Test
  void aNewWriterAndEveryLaterOpenAreFine() {
    assertThat(register("one")).isEqualTo(new Result.Fine());
    assertThat(register("one")).isEqualTo(new Result.Fine());
    assertThat(register("one")).isEqualTo(new Result.Fine());
  }

  @Test
  void anOpenThatDidNotGetToRegisterIsNoAlarm() {
    open("one").close();
    assertThat(register("one")).isEqualTo(new Result.Fine());
    open("one").close();
    open("one").close();
    assertThat(register("one")).isEqualTo(new Result.Fine());
  }

  @Test
  void aRestoredFolderNeedsSyncAndNeverRepeatsARun() throws Exception {
    register("one");
    copy("one", "backup");
    register("one");
    register("one");
    register("one");
    int known = lastRun;
    assertNeedsSync(register("backup"), "restored or copied");
    assertThat(lastRun).isGreaterThan(known);
    assertThat(register("backup")).isEqualTo(new Result.Fine());
  }

  @Test
  void theOriginalOfACopyThatWasUsedNeedsSyncToo() throws Exception {
    register("one");
    copy("one", "copy");
    open("one").close(); // crashed before it could register: its run is the copy's next one
    assertThat(register("copy")).isEqualTo(new Result.Fine());
    assertNeedsSync(register("one"), "restored or copied");
    assertNeedsSync(register("copy"), "restored or copied");
  }

  @Test
  void anEmptyFolderWhereTheBucketRemembersAnotherNeedsSync() {
    register("one");
    assertNeedsSync(register("two"), "emptied or is elsewhere");
    assertThat(register("two")).isEqualTo(new Result.Fine());
    assertNeedsSync(register("one"), "was replaced by journal");
  }

  @Test
  void aFolderWhoseFilesWereRemovedNeedsSync() throws Exception {
    register("one");
    try (Stream<Path> files = Files.list(root.resolve("one"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".segment")).toList()) {
        Files.delete(file);
      }
    }
    assertNeedsSync(register("one"), "were removed from");
    assertThat(register("one")).isEqualTo(new Result.Fine());
  }

  @Test
  void anotherProcessOfTheSameWriterNameIsNamedAsACause() {
    register("one");
    assertNeedsSync(register("two"), "has the same writer name");
    assertNeedsSync(register("one"), "needs a writer name of its own");
  }

  @Test
  void writersOfOtherNamesAreStrangers() {
    register("one");
    try (FileJournal journal = open("two")) {
      assertThat(registration(journal, "second").register()).isEqualTo(new Result.Fine());
    }
    assertThat(register("one")).isEqualTo(new Result.Fine());
  }

  @Test
  void aFolderOfAnotherDatabaseNeedsSync() {
    register("one");
    store.objects.clear();
    assertNeedsSync(register("one"), "belongs to another database");
  }

  @Test
  void anAlarmIsRaisedAgainUntilItWasNoted() {
    register("one");
    try (FileJournal journal = open("two")) {
      assertNeedsSync(registration(journal, "main").register(), "emptied");
    }
    try (FileJournal journal = open("two")) {
      JournalRegistration registration = registration(journal, "main");
      assertNeedsSync(registration.register(), "emptied");
      registration.syncNoted();
    }
    assertThat(register("two")).isEqualTo(new Result.Fine());
  }

  @Test
  void aWriteThatGotNoAnswerIsReadAndDoneAgain() {
    register("one");
    store.loseAnswers = 1;
    assertThat(register("one")).isEqualTo(new Result.Fine());
    assertThat(register("one")).isEqualTo(new Result.Fine());
  }

  @Test
  void aStopAtAnyStoreOperationNeitherHidesNorInventsAnAlarm() {
    for (int stop = 1; stop <= 12; stop++) {
      String old = "old-" + stop;
      String young = "young-" + stop;
      store.objects.clear();
      register(old);
      register(old);
      store.failAfter = stop;
      boolean failed = registerFails(young);
      store.failAfter = Integer.MAX_VALUE;
      try (FileJournal journal = open(young)) {
        assertNeedsSync(registration(journal, "main").register(), "emptied");
      }
      if (!failed) {
        assertThat(stop).isGreaterThan(4);
        return;
      }
    }
    throw new AssertionError("registering never got through");
  }

  private boolean registerFails(String folder) {
    try (FileJournal journal = open(folder)) {
      JournalRegistration registration = registration(journal, "main");
      assertThatThrownBy(registration::register).isInstanceOf(FakeStore.Stopped.class);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  @Test
  void writesWhatItPromises() {
    try (FileJournal journal = open("one")) {
      new JournalRegistration(store, journal, FileLayer.disk(), "main", 255, TIME).register();
      String key = "plugin=s3db-replicator/journal=" + journal.id();
      assertThat(store.text(key))
          .isEqualTo(
              "{\"format\":1,\"journal\":\""
                  + journal.id()
                  + "\",\"writer\":\"main\",\"run\":1,\"writerId\":\"00000000000000ff\","
                  + "\"updatedAt\":\"2026-03-01T12:00:00Z\"}");
    }
  }
}
