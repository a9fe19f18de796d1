package io.s3db;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes that lie beside the fields of a record, such as an image.
 *
 * @param bytes the content; the array is not copied and must not change any more
 * @param type its media type, such as {@code image/png}
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record Content(byte[] bytes, String type) {
  /** The most bytes read from a stream, 64 MiB: content is held in memory as a whole. */
  public static final int MAX_BYTES = 64 << 20;

  /** Checks the media type. */
  public Content {
    if (!type.matches("[!-~]+(/[!-~]+)?([;].*)?") || type.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "'" + type + "' is no media type: use one such as image/png or text/plain");
    }
  }

  /**
   * Reads a stream to its end; the stream is not closed.
   *
   * @throws IOException if it cannot be read, or holds more than {@value #MAX_BYTES} bytes
   */
  public static Content read(InputStream stream, String type) throws IOException {
    byte[] bytes = stream.readNBytes(MAX_BYTES);
    if (bytes.length == MAX_BYTES && stream.read() >= 0) {
      throw new IOException(
          "The content is longer than " + MAX_BYTES + " bytes, the most that one record takes.");
    }
    return new Content(bytes, type);
  }

  /** The bytes, to be read once. */
  public InputStream stream() {
    return new ByteArrayInputStream(bytes);
  }

  /** Writes the bytes to a stream, which is not closed. */
  public void writeTo(OutputStream stream) throws IOException {
    stream.write(bytes);
  }

  /** How many bytes there are. */
  public long size() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return type + " of " + bytes.length + " bytes";
  }
}
