package io.s3db.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The two files of each object, and the order in which they change.
 *
 * <p><b>A write</b>, under the lock of the key: (1) the new body and (2) the new metadata are
 * written to temporary files and forced to disk; (3) the body is moved into place; (4) the metadata
 * is moved into place; (5) the directory is forced. <b>Step 4 is the moment of the write</b>:
 * before it readers see the old state, after it the new one. <b>A delete</b> removes the metadata,
 * which is its moment, then the body; a body without metadata is no object.
 *
 * <p><b>Readers take no lock.</b> They read the metadata, then the body, and compare the MD5 that
 * the metadata holds. Between steps 3 and 4 it differs: they read again, and after a few times wait
 * for the lock. A pair that fits is a state the object had while it was being read. Metadata alone
 * is always a committed state, so a head or a listing compares nothing.
 *
 * <p><b>A process that dies</b> leaves one of these, told apart by which temporary files are there
 * once its lock is free (the body is the first of them to be written and the first to be moved):
 *
 * <ul>
 *   <li>both, or the body alone: step 3 was not reached. The write never was; they are dropped by
 *       the next write, or by age.
 *   <li>the metadata alone: step 3 happened, step 4 did not. The next one to hold the lock
 *       completes it. A reader that meets the torn state takes the lock and is that one; so is a
 *       reader that finds nothing where an insert was under way. These files are not dropped by
 *       age.
 *   <li>after a power cut, on a file system that does not keep the order of renames, the body alone
 *       although step 4 is on disk: the body in place has another MD5 than the metadata, the
 *       temporary one fits, and is moved into place.
 * </ul>
 */
final class ObjectFiles {
  private static final int QUICK_READS = 3;
  private static final int PATIENT_READS = 100;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Path root;
  private final Disk disk;
  private final InstantSource clock;
  private @Nullable KeyLocks locks;
  private boolean closed;

  ObjectFiles(Path root, Disk disk, InstantSource clock) {
    this.root = root;
    this.disk = disk;
    this.clock = clock;
  }

  /**
   * The object, or null if there is none. A body of more than {@code held} bytes is not read into
   * memory but opened; then the file is read twice, to know before the first byte that it is the
   * one of the metadata.
   */
  @Nullable FoundObject read(ObjectKey key, long held) throws IOException, InterruptedException {
    FoundObject found = readAtOnce(key, held);
    return found == null ? readWithPatience(Slot.of(root, key), held) : found;
  }

  /** As a rule both files are there and fit: then nothing else is asked of the file system. */
  private @Nullable FoundObject readAtOnce(ObjectKey key, long held) throws IOException {
    Path file = root.resolve(key + Slot.META);
    byte[] meta = Disk.read(file);
    return meta == null
        ? null
        : FoundObject.of(root.resolve(key.value()), MetaFile.parse(file, meta), held);
  }

  private @Nullable FoundObject readWithPatience(Slot slot, long held)
      throws IOException, InterruptedException {
    for (int reads = 1; reads <= PATIENT_READS; reads++) {
      MetaFile meta = readMeta(slot);
      if (meta == null) {
        return null;
      }
      FoundObject found = FoundObject.of(slot.body(), meta, held);
      if (found != null) {
        return found;
      }
      if (reads > 1 && !Files.exists(slot.body())) {
        return null;
      }
      if (reads == QUICK_READS) {
        settle(slot);
      } else if (reads > QUICK_READS) {
        pause(); // s3db.js takes no lock: it may be between its two moves
      }
    }
    throw DirectoryFailure.torn(slot);
  }

  /** Everything but the body, or null if there is no such object. */
  @Nullable MetaFile readMeta(Slot slot) throws IOException, InterruptedException {
    MetaFile meta = slot.committed();
    if (meta != null || !Files.exists(slot.newMeta())) {
      return meta;
    }
    settle(slot);
    return slot.committed();
  }

  /** Waits for the lock of a key, and completes what a dead process left of it. */
  LockedObject lock(Slot slot) throws IOException, InterruptedException {
    KeyLocks.Held held = locks().lock(slot.lock());
    boolean settled = false;
    try {
      LockedObject locked = new LockedObject(slot, root, disk, held);
      locked.complete();
      settled = true;
      return locked;
    } finally {
      if (!settled) {
        held.close();
      }
    }
  }

  void close() throws IOException {
    KeyLocks open;
    synchronized (this) {
      open = locks;
      locks = null;
      closed = true;
    }
    if (open != null) {
      open.close();
    }
  }

  private synchronized KeyLocks locks() throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("the store is closed");
    }
    KeyLocks open = locks;
    if (open == null) {
      disk.makeDirectories(root.resolve(Slot.TEMP));
      open = KeyLocks.open(root);
      locks = open;
      Leftovers.sweep(root.resolve(Slot.TEMP), open, clock.instant());
    }
    return open;
  }

  private void settle(Slot slot) throws IOException, InterruptedException {
    try (LockedObject locked = lock(slot)) {
      locked.completeBody();
    }
  }

  private static void pause() throws InterruptedException {
    LockSupport.parkNanos(PAUSE_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
