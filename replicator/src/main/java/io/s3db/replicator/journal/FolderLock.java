package io.s3db.replicator.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The right to a journal's folder, which one instance has at a time. */
final class FolderLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final String LOCK = "journal.lock";

  private final FileLayer.Lock lock;

  private FolderLock(FileLayer.Lock lock) {
    this.lock = lock;
  }

  /**
   * Takes a folder.
   *
   * @throws JournalException telling who has it, if somebody else has
   */
  static FolderLock take(Path folder, FileLayer files) throws IOException {
    return new FolderLock(
        files.lock(folder.resolve(LOCK)).orElseThrow(() -> locked(folder, files)));
  }

  private static JournalException locked(Path folder, FileLayer files) {
    byte[] pid = new byte[20];
    try (FileLayer.OpenFile file = files.open(folder.resolve(LOCK), false)) {
      int length = file.read(0, pid, 0, pid.length);
      String text = new String(pid, 0, length, StandardCharsets.UTF_8).strip();
      return Failures.locked(folder, text.isEmpty() ? null : text);
    } catch (FileHeldException _) {
      return Failures.locked(folder, String.valueOf(ProcessHandle.current().pid()));
    } catch (IOException _) {
      return Failures.locked(folder, null);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the lock of a journal folder could not be given back", e);
    }
  }
}
