package io.s3db.write;

import io.s3db.Document;
import io.s3db.UnreadableRecordException;
import io.s3db.record.Stamp;
import io.s3db.store.Body;
import io.s3db.store.ETag;
import io.s3db.store.ObjectKey;
import io.s3db.version.Version;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in the store: what the next write of it starts from.
 *
 * @param key of its object
 * @param etag its state
 * @param version of its stamp, or derived if it has no valid one
 * @param stamp its stamp if it has a valid one that can be believed
 * @param fields decoded, without the id; null if nobody read them
 * @param sealed the same with secrets as they are stored: what plugins may see
 * @param content the binary content that lies in the body, if any
 * @param references the keys of its partition references where {@code fields} are not known
 * @param unreadable why its object cannot be understood, or null; {@code fields} are null then
 */
public record Present(
    ObjectKey key,
    ETag etag,
    Version version,
    @Nullable Stamp stamp,
    @Nullable Document fields,
    @Nullable Document sealed,
    @Nullable Content content,
    List<ObjectKey> references,
    @Nullable UnreadableRecordException unreadable) {
  /** Whether it is a record that was deleted but whose object is still there. */
  public boolean dying() {
    return version.deleted();
  }

  /**
   * The fields.
   *
   * @throws UnreadableRecordException if the object cannot be understood
   */
  public Document read() {
    if (unreadable != null) {
      throw unreadable;
    }
    return Optional.ofNullable(fields)
        .orElseThrow(() -> new IllegalStateException(key + " was not read"));
  }

  /** The fields, with secrets as they are stored. */
  public Document readSealed() {
    return Optional.ofNullable(sealed)
        .orElseThrow(() -> new IllegalStateException(key + " was not read"));
  }

  /**
   * Bytes that an application put beside the record.
   *
   * @param bytes the body of the object
   * @param type its media type, or null
   */
  public record Content(Body bytes, @Nullable String type) {}
}
