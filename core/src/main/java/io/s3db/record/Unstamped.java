package io.s3db.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is stored, but for its stamp.
 *
 * @param metadata as stored: lower-case names, encoded values
 * @param body the bytes; empty if all fields lie in metadata
 * @param contentType the media type of the body, or null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large, written once and never compared
public record Unstamped(Map<String, String> metadata, byte[] body, @Nullable String contentType) {
  /** Copies the metadata. */
  public Unstamped {
    metadata = Map.copyOf(metadata);
  }
}
