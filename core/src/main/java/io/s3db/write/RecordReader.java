package io.s3db.write;

import io.s3db.Document;
import io.s3db.UnreadableRecordException;
import io.s3db.content.Spool;
import io.s3db.record.Stamp;
import io.s3db.store.ETag;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.StoreException;
import io.s3db.store.StoredObject;
import io.s3db.version.HybridClock;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records with their versions.
 *
 * <p>A record whose stamp is missing, void (another program changed the record and left the stamp
 * standing) or unbelievably far in the future has a derived version: the end of the second in which
 * it was modified, or the next after the last version known for its key, whichever is later.
 */
public final class RecordReader {
  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

  private final RecordLoader loader;
  private final HybridClock clock;
  private final KnownVersions known;

  /** Reads from this store; versions read move the clock. */
  public RecordReader(ObjectStore store, HybridClock clock, KnownVersions known) {
    this.loader = new RecordLoader(store);
    this.clock = clock;
    this.known = known;
  }

  /**
   * The record, or nothing if there is none.
   *
   * @throws UnreadableRecordException if its object cannot be understood
   * @throws StaleFormatException if the record was written under a later definition
   * @throws StoreException if the store cannot be read
   */
  public Optional<Present> read(RecordFormat format, String id) {
    return readable(loader.whole(format.keyOf(id)), format, id);
  }

  /**
   * As {@link #read}, but large content is looked at only, and not compared with the stamp: the
   * version is what the stamp claims, and nobody may rely on it.
   */
  public Optional<Present> readFields(RecordFormat format, String id) {
    return readable(loader.fields(format.keyOf(id)), format, id);
  }

  private Optional<Present> readable(
      Optional<LoadedRecord> loaded, RecordFormat format, String id) {
    Optional<Present> found = loaded.map(object -> present(format, id, object));
    found.ifPresent(Present::read);
    return found;
  }

  /**
   * As {@link #read}, but a record whose object cannot be understood is given as it lies there,
   * without fields: it can be deleted and replaced.
   *
   * @param spool keeps large content, to be written again
   */
  Optional<Present> readAny(RecordFormat format, String id, Spool spool) {
    return loader.withContent(format.keyOf(id), spool).map(object -> present(format, id, object));
  }

  private Present present(RecordFormat format, String id, LoadedRecord loaded) {
    StoredObject object = loaded.object();
    ObjectKey key = object.head().key();
    format.checkCurrent(id, object.head());
    clock.sawStoreTime(object.head().storeTime());
    Stamp stamp = loaded.stamp().filter(each -> believable(key, each)).orElse(null);
    Version version =
        loaded.compared() ? version(key, object, stamp) : claimed(object.head(), stamp);
    ETag etag = object.head().etag();
    try {
      Document sealed = decode(format, id, object);
      Document fields = opened(format, id, object, sealed);
      return new Present(
          key, etag, version, stamp, fields, sealed, loaded.content(), List.of(), null);
    } catch (UnreadableRecordException e) {
      return new Present(key, etag, version, stamp, null, null, null, List.of(), e);
    }
  }

  private boolean believable(ObjectKey key, Stamp stamp) {
    if (clock.believable(stamp.version())) {
      return true;
    }
    LOG.warn(
        "The version of '{}' is of {}, too far ahead of the store's clock: it is not believed. "
            + "The clock of the machine that wrote it is wrong.",
        key,
        Instant.ofEpochMilli(stamp.version().millis()));
    return false;
  }

  private Version version(ObjectKey key, StoredObject object, @Nullable Stamp stamp) {
    if (stamp == null) {
      return known.derive(key, object.head());
    }
    clock.saw(stamp.version());
    known.note(key, stamp.version());
    return stamp.version();
  }

  private static Version claimed(ObjectHead head, @Nullable Stamp stamp) {
    return stamp == null ? Stamp.unstampedVersion(head.lastModified()) : stamp.version();
  }

  private static Document opened(
      RecordFormat format, String id, StoredObject object, Document sealed) {
    try {
      return format.codec().open(sealed);
    } catch (RuntimeException e) {
      throw new UnreadableRecordException(format.name(), id, object.head().key().value(), e);
    }
  }

  private static Document decode(RecordFormat format, String id, StoredObject object) {
    try {
      return format.codec().decode(object);
    } catch (RuntimeException e) {
      throw new UnreadableRecordException(format.name(), id, object.head().key().value(), e);
    }
  }
}
