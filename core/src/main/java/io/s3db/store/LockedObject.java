package io.s3db.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What the holder of a key's lock may do with its files, in the order that {@link ObjectFiles}
 * promises.
 */
final class LockedObject implements AutoCloseable {
  private final Slot slot;
  private final Path root;
  private final Disk disk;
  private final KeyLocks.Held held;

  LockedObject(Slot slot, Path root, Disk disk, KeyLocks.Held held) {
    this.slot = slot;
    this.root = root;
    this.disk = disk;
    this.held = held;
  }

  /** A change that failed when it had begun to show. */
  static final class HalfDone extends IOException {
    private static final long serialVersionUID = 1L;

    HalfDone(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  boolean holds(Precondition precondition) throws IOException {
    if (precondition instanceof Precondition.None) {
      return true;
    }
    MetaFile current = slot.committed();
    return switch (precondition) {
      case Precondition.None() -> true;
      case Precondition.Absent() -> current == null;
      case Precondition.Matches(ETag etag) -> current != null && current.tag().equals(etag);
    };
  }

  MetaFile write(NewObject object, Instant now) throws IOException {
    MetaFile meta = prepare(object, now);
    try {
      disk.move(slot.newMeta(), slot.meta());
      disk.sync(directory());
    } catch (IOException e) {
      throw new HalfDone(e);
    }
    return meta;
  }

  /** Up to and with the move of the body; a failure leaves the old state and no files. */
  private MetaFile prepare(NewObject object, Instant now) throws IOException {
    makeRoom();
    try {
      MetaFile meta = MetaFile.of(object, disk.write(slot.newBody(), object.content()), now);
      disk.write(slot.newMeta(), meta.bytes());
      disk.move(slot.newBody(), slot.body());
      return meta;
    } catch (IOException e) {
      drop(e);
      throw e;
    }
  }

  /** The metadata first: alone it would mean that the body had been moved. */
  private void drop(IOException cause) {
    try {
      disk.deleteIfExists(slot.newMeta());
      disk.deleteIfExists(slot.newBody());
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void makeRoom() throws IOException {
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
    disk.makeDirectories(directory());
  }

  void delete() throws IOException {
    if (Files.exists(slot.meta())) {
      disk.deleteIfExists(slot.meta());
    }
    try {
      if (Files.isRegularFile(slot.body())) {
        disk.deleteIfExists(slot.body());
        disk.sync(directory());
      }
    } catch (IOException e) {
      throw new HalfDone(e);
    }
  }

  /** Finishes or forgets the write of a process that died, by the rules of {@link ObjectFiles}. */
  void complete() throws IOException {
    byte[] left = Disk.read(slot.newMeta());
    if (left == null) {
      return;
    }
    if (!Files.exists(slot.newBody()) && fits(left, slot.body())) {
      disk.move(slot.newMeta(), slot.meta());
      disk.sync(directory());
    } else {
      disk.deleteIfExists(slot.newMeta());
    }
  }

  void completeBody() throws IOException {
    byte[] meta = Disk.read(slot.meta());
    if (meta != null && fits(meta, slot.newBody()) && !fits(meta, slot.body())) {
      disk.move(slot.newBody(), slot.body());
      disk.sync(directory());
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

  private Path directory() {
    Path parent = slot.body().getParent();
    return parent == null ? root : parent;
  }
}
