package io.s3db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.OutcomeUnknownException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops the process, or the disk, at every step of a write in turn. */
class DirectoryCrashTest {
  private static final ObjectKey KEY = ObjectKey.of("data/id=1");
  private static final NewObject OLD = object("old");
  private static final NewObject NEW = object("new");

  @TempDir Path directory;

  @Test
  void anUpdateHappensEntirelyOrNotAtAllWhereverTheProcessDies() {
    for (int step = 1; ; step++) {
      ETag old = write(OLD);
      FailingDisk disk = new FailingDisk(step, FailingDisk.KILL);
      if (!dies(() -> store(disk).put(KEY, NEW, Precondition.matches(old)))) {
        assertThat(step).as("steps of an update").isEqualTo(6);
        return;
      }
      DirectoryStore reopened = store(new Disk(true));
      StoredObject seen = reopened.get(KEY).orElseThrow();
      assertWhole(seen);
      assertThat(reopened.head(KEY).map(ObjectHead::etag)).contains(seen.head().etag());
      assertThat(reopened.list("", null, 10).entries())
          .extracting(ListPage.Entry::etag)
          .containsExactly(seen.head().etag());
      assertThat(reopened.put(KEY, object("next"), Precondition.matches(seen.head().etag())))
          .isInstanceOf(PutOutcome.Written.class);
      assertThat(text(reopened.get(KEY).orElseThrow())).isEqualTo("next");
    }
  }

  @Test
  void anInsertHappensEntirelyOrNotAtAllWhereverTheProcessDies() {
    for (int step = 1; ; step++) {
      store(new Disk(true)).delete(KEY, Precondition.none());
      FailingDisk disk = new FailingDisk(step, FailingDisk.KILL);
      if (!dies(() -> store(disk).put(KEY, NEW, Precondition.absent()))) {
        return;
      }
      DirectoryStore reopened = store(new Disk(true));
      boolean there = reopened.head(KEY).isPresent();
      assertThat(reopened.get(KEY).isPresent()).isEqualTo(there);
      assertThat(reopened.put(KEY, object("next"), Precondition.absent()))
          .isInstanceOf(there ? PutOutcome.Lost.class : PutOutcome.Written.class);
      assertThat(text(reopened.get(KEY).orElseThrow())).isEqualTo(there ? "new" : "next");
    }
  }

  @Test
  void aDeleteHappensEntirelyOrNotAtAllWhereverTheProcessDies() {
    for (int step = 1; ; step++) {
      ETag old = write(OLD);
      FailingDisk disk = new FailingDisk(step, FailingDisk.KILL);
      if (!dies(() -> store(disk).delete(KEY, Precondition.matches(old)))) {
        return;
      }
      DirectoryStore reopened = store(new Disk(true));
      boolean there = reopened.get(KEY).isPresent();
      assertThat(reopened.head(KEY).isPresent()).isEqualTo(there);
      assertThat(reopened.list("", null, 10).entries()).hasSize(there ? 1 : 0);
      assertThat(reopened.put(KEY, NEW, Precondition.absent()))
          .isInstanceOf(there ? PutOutcome.Lost.class : PutOutcome.Written.class);
    }
  }

  @Test
  void aConditionAfterACrashIsHeldAgainstTheCompletedWrite() {
    ETag old = write(OLD);
    assertThat(
            dies(
                () ->
                    store(new FailingDisk(4, FailingDisk.KILL)).put(KEY, NEW, Precondition.none())))
        .as("dies between the two moves")
        .isTrue();
    assertThat(store(new Disk(true)).put(KEY, object("late"), Precondition.matches(old)))
        .isInstanceOf(PutOutcome.Lost.class);
    assertThat(text(store(new Disk(true)).get(KEY).orElseThrow())).isEqualTo("new");
  }

  @Test
  void aMetadataFileThatArrivedBeforeItsBodyIsCompletedFromTheTemporaryBody() throws IOException {
    write(OLD);
    Slot slot = Slot.of(directory, KEY);
    byte[] oldBody = Files.readAllBytes(slot.body());
    write(NEW);
    Files.move(slot.body(), slot.newBody());
    Files.write(slot.body(), oldBody);
    assertWhole(store(new Disk(true)).get(KEY).orElseThrow());
    assertThat(text(store(new Disk(true)).get(KEY).orElseThrow())).isEqualTo("new");
  }

  @Test
  void aBodyThatNothingCompletesIsReportedAndHealedByAWrite() throws IOException {
    write(OLD);
    Files.writeString(directory.resolve("data/id=1"), "by another program, killed");
    DirectoryStore store = store(new Disk(true));
    assertThatThrownBy(() -> store.get(KEY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("data/id=1");
    write(NEW);
    assertThat(text(store.get(KEY).orElseThrow())).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Read-only file system"})
  void aFailingDiskLeavesTheOldStateOrSaysThatItDoesNotKnow(String reason) throws IOException {
    for (int step = 1; step <= 5; step++) {
      ETag old = write(OLD);
      DirectoryStore failing = store(new FailingDisk(step, reason));
      boolean certain = step <= 3;
      assertThatThrownBy(() -> failing.put(KEY, NEW, Precondition.matches(old)))
          .as("step %s", step)
          .isInstanceOf(certain ? StoreException.class : OutcomeUnknownException.class)
          .hasMessageContaining(reason);
      StoredObject seen = store(new Disk(true)).get(KEY).orElseThrow();
      assertWhole(seen);
      if (certain) {
        assertThat(text(seen)).isEqualTo("old");
        try (Stream<Path> left = Files.list(directory.resolve(".s3db.tmp"))) {
          assertThat(left).isEmpty();
        }
      }
    }
  }

  @Test
  void sweepsOldTemporaryFilesButKeepsThoseThatCompleteAWrite() throws IOException {
    write(OLD);
    Path temporary = directory.resolve(".s3db.tmp");
    Path old = temporary.resolve("0123456789abcdef0123456789abcdef.body");
    Path young = temporary.resolve("1123456789abcdef0123456789abcdef.body");
    Path needed = temporary.resolve("2123456789abcdef0123456789abcdef.meta");
    for (Path file : List.of(old, young, needed)) {
      Files.writeString(file, "left");
    }
    FileTime twoDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    Files.setLastModifiedTime(old, twoDaysAgo);
    Files.setLastModifiedTime(needed, twoDaysAgo);
    write(NEW);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).containsExactlyInAnyOrder(young, needed);
    }
  }

  private ETag write(NewObject object) {
    try (DirectoryStore store = store(new Disk(true))) {
      return ((PutOutcome.Written) store.put(KEY, object, Precondition.none())).etag();
    }
  }

  private DirectoryStore store(Disk disk) {
    return new DirectoryStore(directory, disk, InstantSource.system());
  }

  private static void assertWhole(StoredObject seen) {
    assertThat(seen.head().metadata()).isEqualTo(Map.of("says", text(seen)));
  }

  private static String text(StoredObject object) {
    return new String(object.body(), StandardCharsets.UTF_8);
  }

  private static NewObject object(String text) {
    return new NewObject(text.getBytes(StandardCharsets.UTF_8), null, Map.of("says", text));
  }

  private static boolean dies(Runnable write) {
    try {
      write.run();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  /** Stands for the end of the process: nothing in the store catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A disk on which one step of a write fails: 1 and 2 write the files, 3 and 4 move them, 5 makes
   * the names durable. The step does not happen; removing files still works.
   */
  private static final class FailingDisk extends Disk {
    static final @Nullable String KILL = null;
    private final int failing;
    private final @Nullable String reason;
    private int step;

    FailingDisk(int failing, @Nullable String reason) {
      super(true);
      this.failing = failing;
      this.reason = reason;
    }

    @Override
    void write(Path file, byte[] bytes) throws IOException {
      if (step + 1 == failing) {
        Files.writeString(file, "half");
      }
      next();
      super.write(file, bytes);
    }

    @Override
    void move(Path from, Path to) throws IOException {
      next();
      super.move(from, to);
    }

    @Override
    void deleteIfExists(Path file) throws IOException {
      if (reason == null) {
        next();
      }
      super.deleteIfExists(file);
    }

    @Override
    void sync(Path directory) throws IOException {
      next();
      super.sync(directory);
    }

    private void next() throws IOException {
      if (++step == failing) {
        if (reason == null) {
          throw new Killed();
        }
        throw new IOException(reason);
      }
    }
  }
}
