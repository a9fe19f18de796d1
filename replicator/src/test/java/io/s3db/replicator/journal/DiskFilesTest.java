package io.s3db.replicator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the journal uses them. */
class DiskFilesTest {
  private static final Path KERNEL = Path.of("/proc/locks");

  @TempDir Path folder;

  @Test
  void keepsALockThatSomebodyElseInThisProcessWants() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(KERNEL), "only Linux tells which locks there are");
    FileLayer files = FileLayer.disk();
    Path file = folder.resolve("journal.lock");

    FileLayer.Lock lock = files.lock(file).orElseThrow();
    Optional<FileLayer.Lock> second = files.lock(folder.resolve(".").resolve("journal.lock"));

    assertThat(second).isEmpty();
    assertThat(isLocked(file)).isTrue();

    lock.close();
    assertThat(isLocked(file)).isFalse();
    files.lock(file).orElseThrow().close();
  }

  private static boolean isLocked(Path file) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.readAllLines(KERNEL).stream().anyMatch(line -> line.contains(inode));
  }
}
