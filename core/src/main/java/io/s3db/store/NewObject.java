package io.s3db.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object to be written.
 *
 * @param content the bytes
 * @param contentType the media type, or null for the store's default ({@code
 *     application/octet-stream})
 * @param metadata user metadata as stored: lower-case ASCII names, encoded ASCII values
 */
public record NewObject(Body content, @Nullable String contentType, Map<String, String> metadata) {
  private static final byte[] NOTHING = {};

  /** Copies the metadata. */
  public NewObject {
    metadata = Map.copyOf(metadata);
  }

  /** An object in memory; the array is not copied and must not change any more. */
  public NewObject(byte[] body, @Nullable String contentType, Map<String, String> metadata) {
    this(new Body.Held(body), contentType, metadata);
  }

  /** An object without a body. */
  public static NewObject empty(Map<String, String> metadata) {
    return new NewObject(NOTHING, null, metadata);
  }

  /**
   * The bytes, of an object in memory.
   *
   * @throws IllegalStateException if they lie elsewhere: then they are to be read from a stream
   */
  public byte[] body() {
    return switch (content) {
      case Body.Held(byte[] bytes) -> bytes;
      case Body.Elsewhere elsewhere ->
          throw new IllegalStateException(elsewhere.size() + " bytes are not in memory");
    };
  }
}
