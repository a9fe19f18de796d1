package io.s3db.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object to be written.
 *
 * @param body the bytes; the array is not copied and must not change any more
 * @param contentType the media type, or null for the store's default ({@code
 *     application/octet-stream})
 * @param metadata user metadata as stored: lower-case ASCII names, encoded ASCII values
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large, written once and never compared
public record NewObject(byte[] body, @Nullable String contentType, Map<String, String> metadata) {
  private static final byte[] NOTHING = {};

  /** Copies the metadata. */
  public NewObject {
    metadata = Map.copyOf(metadata);
  }

  /** An object without a body. */
  public static NewObject empty(Map<String, String> metadata) {
    return new NewObject(NOTHING, null, metadata);
  }
}
