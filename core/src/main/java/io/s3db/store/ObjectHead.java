package io.s3db.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a stored object but its body.
 *
 * @param key the object's name
 * @param etag its state
 * @param lastModified when it was written, by the store's clock, to the second at least
 * @param size of the body in bytes
 * @param contentType the media type, or null where the store does not say
 * @param metadata user metadata as stored: lower-case names, encoded values
 * @param storeTime the store's clock when it answered
 */
public record ObjectHead(
    ObjectKey key,
    ETag etag,
    Instant lastModified,
    long size,
    @Nullable String contentType,
    Map<String, String> metadata,
    Instant storeTime) {
  /** Copies the metadata. */
  public ObjectHead {
    metadata = Map.copyOf(metadata);
  }
}
