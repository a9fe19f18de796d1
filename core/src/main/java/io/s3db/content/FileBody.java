package io.s3db.content;

import io.s3db.store.Body;
import io.s3db.store.BodyException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file. A file that is not what it was when it was read first is refused before its
 * last byte.
 */
public final class FileBody implements Body.Elsewhere {
  private final Path file;
  private final long size;
  private byte @Nullable [] hash;

  private FileBody(Path file, long size) {
    this.file = file;
    this.size = size;
  }

  /**
   * A file as long as it is now.
   *
   * @throws IOException if there is no such file
   */
  public static FileBody of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory, and a file is needed");
    }
    return new FileBody(file, Files.size(file));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    try {
      return new ExactStream(new FileInputStream(file.toFile()), file.toString(), size, this::same);
    } catch (IOException e) {
      throw new BodyException(file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private synchronized boolean same(byte[] now) {
    if (hash == null) {
      hash = now;
    }
    return Arrays.equals(hash, now);
  }
}
