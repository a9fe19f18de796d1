package io.s3db.write;

import io.s3db.content.Spool;
import io.s3db.record.Stamp;
import io.s3db.record.StreamedRecord;
import io.s3db.store.Body;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.OpenObject;
import io.s3db.store.StoreException;
import io.s3db.store.StoredObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads objects of records, of large content no more than is needed, and never into memory. */
final class RecordLoader {
  private static final byte[] NOTHING = {};

  private final ObjectStore store;

  RecordLoader(ObjectStore store) {
    this.store = store;
  }

  /** The fields. Large content is looked at and not read, so its stamp is not compared with it. */
  Optional<LoadedRecord> fields(ObjectKey key) {
    return load(key, this::glance);
  }

  /** The fields, and the stamp compared with all of the body. */
  Optional<LoadedRecord> whole(ObjectKey key) {
    return load(key, (head, body) -> read(head, body, null));
  }

  /** As {@link #whole}, with large content kept to be written again. */
  Optional<LoadedRecord> withContent(ObjectKey key, Spool spool) {
    return load(key, (head, body) -> read(head, body, spool));
  }

  private Optional<LoadedRecord> load(ObjectKey key, Large large) {
    Optional<OpenObject> found = store.open(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (OpenObject object = found.get()) {
      Optional<StoredObject> held = object.held();
      return Optional.of(
          held.isPresent()
              ? loaded(held.get())
              : load(object.head(), new BufferedInputStream(object.body()), large));
    } catch (IOException e) {
      throw new StoreException(
          "STORE_UNAVAILABLE",
          true,
          "Reading " + key + " in " + store.describe() + " broke off: " + e.getMessage() + ".",
          "Try again later.",
          e);
    }
  }

  private static LoadedRecord load(ObjectHead head, BufferedInputStream body, Large large)
      throws IOException {
    body.mark(1);
    int first = body.read();
    body.reset();
    return first == '{' && StreamedRecord.fieldsInBody(head.metadata())
        ? loaded(new StoredObject(head, body.readAllBytes()))
        : large.load(head, body);
  }

  private static LoadedRecord loaded(StoredObject object) {
    return new LoadedRecord(object, Stamp.read(object), null, null, true);
  }

  private LoadedRecord glance(ObjectHead head, InputStream body) throws IOException {
    Stamp claimed = StreamedRecord.claimed(head);
    if (claimed != null && claimed.version().deleted()) {
      return read(head, body, null);
    }
    Body bytes = StreamedRecord.isContent(body) ? new StoreBody(store, head) : null;
    return new LoadedRecord(
        new StoredObject(head, NOTHING),
        Optional.ofNullable(claimed),
        content(head, bytes),
        null,
        false);
  }

  private LoadedRecord read(ObjectHead head, InputStream body, @Nullable Spool spool)
      throws IOException {
    StreamedRecord streamed;
    Body bytes;
    if (spool == null) {
      streamed = StreamedRecord.read(head, body, OutputStream.nullOutputStream());
      bytes = new StoreBody(store, head);
    } else {
      try (Spool.Kept kept = spool.keep()) {
        streamed = StreamedRecord.read(head, body, kept.out());
        bytes = kept.body();
      }
    }
    return new LoadedRecord(
        new StoredObject(head, NOTHING),
        streamed.stamp(),
        content(head, streamed.content() ? bytes : null),
        streamed,
        false);
  }

  private static Present.@Nullable Content content(ObjectHead head, @Nullable Body bytes) {
    return bytes == null ? null : new Present.Content(bytes, head.contentType());
  }

  private interface Large {
    LoadedRecord load(ObjectHead head, InputStream body) throws IOException;
  }
}
