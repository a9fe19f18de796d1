package io.s3db;

import io.s3db.content.FileBody;
import io.s3db.content.OnceBody;
import io.s3db.store.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Bytes that lie beside the fields of a record, such as an image.
 *
 * <p>Up to 1 MiB they are in memory. More are read from where they lie, as often as they are asked
 * for: those of a record from its store, in the state in which they were found; if the record's
 * object is another one by then, that is an {@link IOException}.
 */
public final class Content {
  /** The most bytes that {@link #bytes} gives, 64 MiB; streams have no such limit. */
  public static final int MAX_BYTES = 64 << 20;

  private final Body body;
  private final String type;

  /**
   * Bytes in memory.
   *
   * @param bytes the content; the array is not copied and must not change any more
   * @param type its media type, such as {@code image/png}
   */
  public Content(byte[] bytes, String type) {
    this(new Body.Held(bytes), type);
  }

  Content(Body body, String type) {
    if (!type.matches("[!-~]+(/[!-~]+)?([;].*)?") || type.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "'" + type + "' is no media type: use one such as image/png or text/plain");
    }
    this.body = body;
    this.type = type;
  }

  /**
   * A file, which must not change before it is stored: that is noticed and refused.
   *
   * @throws IOException if there is no such file
   */
  public static Content of(Path file, String type) throws IOException {
    return new Content(FileBody.of(file), type);
  }

  /**
   * The next bytes of a stream, which can be stored once. The stream is not closed; one that ends
   * before is refused.
   *
   * @param length how many bytes
   */
  public static Content of(InputStream stream, long length, String type) {
    return new Content(OnceBody.of(stream, length), type);
  }

  /** All bytes of a stream up to its end, which can be stored once. The stream is not closed. */
  public static Content of(InputStream stream, String type) {
    return new Content(OnceBody.toTheEnd(stream), type);
  }

  /** Its media type. */
  public String type() {
    return type;
  }

  /** How many bytes there are; -1 of a stream that says so at its end only. */
  public long size() {
    return body.size();
  }

  /**
   * All bytes.
   *
   * @throws S3dbException with code {@code CONTENT_TOO_LARGE}, if there are more than {@value
   *     #MAX_BYTES}
   * @throws UncheckedIOException if they cannot be read
   */
  public byte[] bytes() {
    if (body instanceof Body.Held(byte[] bytes)) {
      return bytes;
    }
    try (InputStream stream = stream()) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new S3dbException(
            "CONTENT_TOO_LARGE",
            "The content has more than " + MAX_BYTES + " bytes, the most that are held in memory.",
            "Read it from stream(), or write it to a file with writeTo(path).");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes, to be read once; the stream must be closed, which also ends a transfer. */
  public InputStream stream() throws IOException {
    return body.open();
  }

  /** Writes the bytes to a stream, which is not closed. */
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = stream()) {
      in.transferTo(out);
    }
  }

  /** Writes the bytes to a file, in place of one that is there; all of them or nothing. */
  public void writeTo(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = Files.createTempFile(whole.getParent(), ".s3db-", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        writeTo(out);
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  Body body() {
    return body;
  }

  @Override
  public String toString() {
    return type + " of " + (size() < 0 ? "unknown length" : size() + " bytes");
  }
}
