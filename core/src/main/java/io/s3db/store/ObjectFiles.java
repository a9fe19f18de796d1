package io.s3db.store;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
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
  @Nullable Found read(ObjectKey key, long held) throws IOException, InterruptedException {
    Found found = readAtOnce(key, held);
    return found == null ? readWithPatience(Slot.of(root, key), held) : found;
  }

  /** As a rule both files are there and fit: then nothing else is asked of the file system. */
  private @Nullable Found readAtOnce(ObjectKey key, long held) throws IOException {
    Path file = root.resolve(key + Slot.META);
    byte[] meta = Disk.read(file);
    return meta == null ? null : found(root.resolve(key.value()), parsed(file, meta), held);
  }

  /** The object if its body is that of the metadata, else null. */
  private static @Nullable Found found(Path body, MetaFile meta, long held) throws IOException {
    return meta.size() > held && !meta.compressed() ? opened(body, meta) : whole(body, meta);
  }

  private @Nullable Found readWithPatience(Slot slot, long held)
      throws IOException, InterruptedException {
    for (int reads = 1; reads <= PATIENT_READS; reads++) {
      MetaFile meta = readMeta(slot);
      if (meta == null) {
        return null;
      }
      Found found = found(slot.body(), meta, held);
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

  private static @Nullable Found whole(Path file, MetaFile meta) throws IOException {
    byte[] body = Disk.read(file);
    return body == null || !ContentTag.ofBody(body).equals(meta.etag())
        ? null
        : new Found(meta, meta.compressed() ? unzip(body) : body, null);
  }

  private static @Nullable Found opened(Path file, MetaFile meta) throws IOException {
    FileInputStream body = Disk.open(file);
    return body != null && isOf(meta, body) ? new Found(meta, null, body) : null;
  }

  /** Whether this is the body of the metadata; it is at its start again then, and else closed. */
  private static boolean isOf(MetaFile meta, FileInputStream body) throws IOException {
    boolean fits = false;
    try {
      fits = ContentTag.ofBody(body).equals(meta.etag());
      if (fits) {
        body.getChannel().position(0);
      }
      return fits;
    } finally {
      if (!fits) {
        body.close();
      }
    }
  }

  /** Everything but the body, or null if there is no such object. */
  @Nullable MetaFile readMeta(Slot slot) throws IOException, InterruptedException {
    MetaFile meta = committedMeta(slot);
    if (meta != null || !Files.exists(slot.newMeta())) {
      return meta;
    }
    settle(slot);
    return committedMeta(slot);
  }

  /** As {@link #readMeta}, passing over an insert that was not completed. */
  @Nullable MetaFile committedMeta(Slot slot) throws IOException {
    byte[] bytes = Disk.read(slot.meta());
    return bytes == null || !Files.isRegularFile(slot.body()) ? null : parsed(slot.meta(), bytes);
  }

  private static MetaFile parsed(Path meta, byte[] bytes) throws IOException {
    try {
      return MetaFile.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw DirectoryFailure.damaged(meta, e);
    }
  }

  /** Waits for the lock of a key, and completes what a dead process left of it. */
  Locked lock(Slot slot) throws IOException, InterruptedException {
    KeyLocks.Held held = locks().lock(slot.lock());
    boolean settled = false;
    try {
      Locked locked = new Locked(held);
      locked.complete(slot);
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
    try (Locked locked = lock(slot)) {
      locked.completeBody(slot);
    }
  }

  private static void pause() throws InterruptedException {
    LockSupport.parkNanos(PAUSE_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static byte[] unzip(byte[] body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  /** An object as read: body and metadata of the same state, the body in memory or opened. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  record Found(MetaFile meta, byte @Nullable [] body, @Nullable FileInputStream opened) {}

  /** A change that failed when it had begun to show. */
  static final class HalfDone extends IOException {
    private static final long serialVersionUID = 1L;

    HalfDone(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** What the holder of a key's lock may do. */
  final class Locked implements AutoCloseable {
    private final KeyLocks.Held held;

    private Locked(KeyLocks.Held held) {
      this.held = held;
    }

    boolean holds(Slot slot, Precondition precondition) throws IOException {
      if (precondition instanceof Precondition.None) {
        return true;
      }
      MetaFile current = committedMeta(slot);
      return switch (precondition) {
        case Precondition.None() -> true;
        case Precondition.Absent() -> current == null;
        case Precondition.Matches(ETag etag) -> current != null && current.tag().equals(etag);
      };
    }

    MetaFile write(Slot slot, NewObject object, Instant now) throws IOException {
      MetaFile meta = prepare(slot, object, now);
      try {
        disk.move(slot.newMeta(), slot.meta());
        disk.sync(directoryOf(slot));
      } catch (IOException e) {
        throw new HalfDone(e);
      }
      return meta;
    }

    /** Up to and with the move of the body; a failure leaves the old state and no files. */
    private MetaFile prepare(Slot slot, NewObject object, Instant now) throws IOException {
      makeRoom(slot);
      try {
        MetaFile meta = MetaFile.of(object, disk.write(slot.newBody(), object.content()), now);
        disk.write(slot.newMeta(), meta.bytes());
        disk.move(slot.newBody(), slot.body());
        return meta;
      } catch (IOException e) {
        drop(slot, e);
        throw e;
      }
    }

    /** The metadata first: alone it would mean that the body had been moved. */
    private void drop(Slot slot, IOException cause) {
      try {
        disk.deleteIfExists(slot.newMeta());
        disk.deleteIfExists(slot.newBody());
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }

    private void makeRoom(Slot slot) throws IOException {
      if (Files.isDirectory(slot.body())) {
        throw DirectoryFailure.impossible(
            slot.key(), "it is a directory, because other keys start with '" + slot.key() + "/'");
      }
      Path above = slot.body().getParent();
      while (above != null && !above.equals(root)) {
        if (Files.isRegularFile(above)) {
          throw DirectoryFailure.impossible(
              slot.key(), "'" + root.relativize(above) + "' is an object, so it is no directory");
        }
        above = above.getParent();
      }
      disk.makeDirectories(directoryOf(slot));
    }

    void delete(Slot slot) throws IOException {
      if (Files.exists(slot.meta())) {
        disk.deleteIfExists(slot.meta());
      }
      try {
        if (Files.isRegularFile(slot.body())) {
          disk.deleteIfExists(slot.body());
          disk.sync(directoryOf(slot));
        }
      } catch (IOException e) {
        throw new HalfDone(e);
      }
    }

    /** Finishes or forgets the write of a process that died, by the rules above. */
    private void complete(Slot slot) throws IOException {
      byte[] left = Disk.read(slot.newMeta());
      if (left == null) {
        return;
      }
      if (!Files.exists(slot.newBody()) && fits(left, slot.body())) {
        disk.move(slot.newMeta(), slot.meta());
        disk.sync(directoryOf(slot));
      } else {
        disk.deleteIfExists(slot.newMeta());
      }
    }

    private void completeBody(Slot slot) throws IOException {
      byte[] meta = Disk.read(slot.meta());
      if (meta != null && fits(meta, slot.newBody()) && !fits(meta, slot.body())) {
        disk.move(slot.newBody(), slot.body());
        disk.sync(directoryOf(slot));
      }
    }

    private static boolean fits(byte[] meta, Path body) throws IOException {
      try {
        return MetaFile.parse(meta).etag().equals(ContentTag.ofFile(body));
      } catch (IllegalArgumentException e) {
        return false; // torn by a power cut
      }
    }

    /** What was done is done: that the lock cannot be given back does not undo it. */
    @Override
    public void close() throws HalfDone {
      try {
        held.close();
      } catch (IOException e) {
        throw new HalfDone(e);
      }
    }
  }

  private Path directoryOf(Slot slot) {
    Path parent = slot.body().getParent();
    return parent == null ? root : parent;
  }
}
