package io.s3db.store;

import io.s3db.OutcomeUnknownException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a directory, laid out as s3db.js' file system client lays them out: the body in a file
 * named by the key, everything else beside it in {@code KEY.meta.json}.
 *
 * <p>Conditional writes are exact between threads and between the processes of one machine that use
 * this class. s3db.js takes no locks: beside it, a condition is only checked before the write.
 *
 * <p>A write that was acknowledged survives a power cut. With {@code ?fsync=false} it survives the
 * end of the process only: a power cut may lose the last seconds of acknowledged writes, and may
 * leave an object whose reading fails with {@code STORE_TORN_OBJECT} or {@code
 * STORE_DAMAGED_OBJECT}.
 *
 * <p>Not every key of a bucket can be a file: names ending in {@code .meta.json}, names over 245
 * bytes, and a key that is also the start of {@code key/more} are refused. On file systems that do
 * not tell upper from lower case (macOS, Windows) keys that differ in case only are the same
 * object, so ids must not differ in case only there. Directories are not removed with their last
 * object.
 *
 * <p>Beside the objects lie {@code .s3db.lock} and {@code .s3db.tmp}, which no listing shows.
 */
public final class DirectoryStore implements ObjectStore {
  private static final Capabilities CAPABILITIES =
      new Capabilities(true, true, true, Integer.MAX_VALUE);

  private final Path root;
  private final InstantSource clock;
  private final ObjectFiles files;
  private final DirectoryListing listing;

  /** For tests, which let the disk fail. */
  DirectoryStore(Path root, Disk disk, InstantSource clock) {
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
    this.files = new ObjectFiles(this.root, disk, clock);
    this.listing = new DirectoryListing(this.root);
  }

  /** The store in this directory, which is made with the first write. */
  public static DirectoryStore open(Path directory, InstantSource clock) {
    return new DirectoryStore(directory, new Disk(true), clock);
  }

  /** As {@link #open(Path, InstantSource)}; the option {@code fsync} is true unless it says not. */
  static DirectoryStore open(ConnectionString.Directory address) {
    address.options().refuseUnknown(address.toString(), Set.of("fsync"));
    Disk disk = new Disk(address.options().flag("fsync", true));
    return new DirectoryStore(address.path(), disk, InstantSource.system());
  }

  @Override
  public String describe() {
    return "file://" + root;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    return find(key, Long.MAX_VALUE).flatMap(OpenObject::held);
  }

  @Override
  public Optional<OpenObject> open(ObjectKey key) {
    return find(key, HELD_BYTES);
  }

  private Optional<OpenObject> find(ObjectKey key, long held) {
    if (!Slot.obstacle(key).isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            reading("Reading " + root.resolve(key.value()), () -> files.read(key, held)))
        .map(found -> openObject(key, found));
  }

  private OpenObject openObject(ObjectKey key, FoundObject found) {
    FileInputStream large = found.opened();
    if (large != null) {
      return OpenObject.of(headOf(key, found.meta(), found.meta().size()), large);
    }
    byte[] body = Objects.requireNonNull(found.body());
    return OpenObject.of(new StoredObject(headOf(key, found.meta(), body.length), body));
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    if (!Slot.obstacle(key).isEmpty()) {
      return Optional.empty();
    }
    Slot slot = slot(key);
    return Optional.ofNullable(reading("Reading " + slot.meta(), () -> files.readMeta(slot)))
        .map(meta -> headOf(key, meta, meta.bodySize()));
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    String obstacle = Slot.obstacle(key);
    if (!obstacle.isEmpty()) {
      throw DirectoryFailure.impossible(key, obstacle);
    }
    Slot slot = slot(key);
    return writing(
        "Writing " + slot.body(),
        locked -> {
          if (!locked.holds(precondition)) {
            return new PutOutcome.Lost();
          }
          MetaFile meta = locked.write(object, now());
          return new PutOutcome.Written(meta.tag(), now());
        },
        slot);
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    if (precondition instanceof Precondition.Absent) {
      throw new IllegalArgumentException(
          "delete of " + key + ": an absent object cannot be deleted");
    }
    boolean unconditional = precondition instanceof Precondition.None;
    DeleteOutcome nothing = unconditional ? DeleteOutcome.DELETED : DeleteOutcome.ABSENT;
    if (!Slot.obstacle(key).isEmpty()) {
      return nothing;
    }
    Slot slot = slot(key);
    return writing(
        "Deleting " + slot.body(),
        locked -> {
          if (!unconditional && locked.holds(Precondition.absent())) {
            return nothing;
          }
          if (!locked.holds(precondition)) {
            return DeleteOutcome.LOST;
          }
          locked.delete();
          return DeleteOutcome.DELETED;
        },
        slot);
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " of a listing: at least 1 is needed");
    }
    return reading("Listing " + root, () -> listing.page(prefix, after, limit));
  }

  @Override
  public KeyPage keys(String prefix, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " of a listing: at least 1 is needed");
    }
    return reading("Listing " + root, () -> listing.keys(prefix, after, limit));
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw DirectoryFailure.of("Closing " + root, e);
    }
  }

  @Override
  public String toString() {
    return describe();
  }

  private Slot slot(ObjectKey key) {
    return Slot.of(root, key);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private ObjectHead headOf(ObjectKey key, MetaFile meta, long size) {
    return new ObjectHead(
        key, meta.tag(), meta.lastModified(), size, meta.contentType(), meta.metadata(), now());
  }

  private <T extends @Nullable Object> T reading(String attempt, Read<T> read) {
    try {
      return read.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DirectoryFailure.of(attempt, e);
    } catch (IOException e) {
      throw DirectoryFailure.of(attempt, e);
    }
  }

  /** Runs a change under the lock of its key, and tells failures that had an effect from others. */
  private <T> T writing(String attempt, Change<T> change, Slot slot) {
    try (LockedObject locked = files.lock(slot)) {
      return change.run(locked);
    } catch (LockedObject.HalfDone e) {
      throw new OutcomeUnknownException(
          attempt + " was interrupted half-way: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DirectoryFailure.of(attempt, e);
    } catch (IOException e) {
      throw DirectoryFailure.of(attempt, e);
    }
  }

  private interface Read<T extends @Nullable Object> {
    T run() throws IOException, InterruptedException;
  }

  private interface Change<T> {
    T run(LockedObject locked) throws IOException;
  }
}
