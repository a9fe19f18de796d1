package io.s3db.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an object to be written. They may be asked for more than once: always the same. */
public sealed interface Body {
  /** How many bytes there are. */
  long size();

  /**
   * The bytes from the first on; the caller closes the stream.
   *
   * @throws BodyException if they cannot be had
   */
  InputStream open() throws IOException;

  /**
   * Bytes in memory.
   *
   * @param bytes the array is not copied and must not change any more
   */
  @SuppressWarnings("ArrayRecordComponent") // large, written once and never compared
  record Held(byte[] bytes) implements Body {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /**
   * Bytes that lie elsewhere, such as in a file. The streams give exactly {@link #size} bytes or
   * throw a {@link BodyException} before the last one: a store that was promised so many never
   * takes fewer, or others, for the whole.
   */
  non-sealed interface Elsewhere extends Body {}
}
