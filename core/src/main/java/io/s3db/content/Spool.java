package io.s3db.content;

import io.s3db.store.Body;
import io.s3db.store.BodyException;
import io.s3db.store.ObjectStore;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps bytes that can be read once for as long as a write may need them again: small ones in
 * memory, others in files of the temporary directory ({@code java.io.tmpdir}), which are removed
 * with it. Used by one thread.
 */
public final class Spool implements AutoCloseable {
  /** The most bytes of one object in S3 that is written by one request. */
  public static final long MAX_BYTES = 5L << 30;

  private final List<Path> files = new ArrayList<>();

  /** A file to be filled. */
  public final class Kept implements AutoCloseable {
    private final Path file;
    private final OutputStream out;

    private Kept() throws IOException {
      try {
        file = Files.createTempFile("s3db-content-", ".tmp");
        files.add(file);
        out = new Out(new FileOutputStream(file.toFile()), file);
      } catch (IOException e) {
        throw failed(Path.of(System.getProperty("java.io.tmpdir", "")), e);
      }
    }

    /** Takes the bytes. */
    public OutputStream out() {
      return out;
    }

    /** All that was written, until the spool is closed. */
    public Body body() throws IOException {
      out.close();
      return FileBody.of(file);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** A new file. */
  public Kept keep() throws IOException {
    return new Kept();
  }

  /** The same bytes, to be read as often as needed. */
  public Body keep(Body body) throws IOException {
    return switch (body) {
      case Body.Held held -> held;
      case FileBody file -> file;
      case Body.Elsewhere elsewhere -> {
        try (InputStream bytes = elsewhere.open()) {
          yield keep(bytes);
        }
      }
    };
  }

  private Body keep(InputStream bytes) throws IOException {
    byte[] start = bytes.readNBytes(ObjectStore.HELD_BYTES);
    if (start.length < ObjectStore.HELD_BYTES) {
      return new Body.Held(start);
    }
    try (Kept kept = keep()) {
      kept.out().write(start);
      copy(bytes, kept.out(), start.length);
      return kept.body();
    }
  }

  private static void copy(InputStream bytes, OutputStream out, long before) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long all = before;
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      all += read;
      if (all > MAX_BYTES) {
        throw new BodyException(
            "The content is longer than " + MAX_BYTES + " bytes, the most that one object takes",
            null);
      }
      out.write(buffer, 0, read);
    }
  }

  /** Removes the files. */
  @Override
  public void close() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
    files.clear();
  }

  private static IOException failed(Path file, IOException cause) {
    return new BodyException(
        "It could not be kept in "
            + file
            + ", the temporary directory (java.io.tmpdir): "
            + cause.getMessage(),
        cause);
  }

  /** Says whose failure it is: not that of what is copied. */
  private static final class Out extends FilterOutputStream {
    private final Path file;

    Out(OutputStream out, Path file) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw failed(file, e);
      }
    }
  }
}
