package io.s3db.sink.s3db;

import io.s3db.S3dbException;
import io.s3db.store.ConnectionString;
import java.io.IOException;
import java.nio.file.Path;

/** Whether two addresses without credentials name one database. */
final class SameDatabase {
  private SameDatabase() {}

  /** Directories are the same if they are after all links; everything else, if spelt the same. */
  static boolean is(String source, String target) {
    return normal(source).equals(normal(target));
  }

  private static String normal(String address) {
    try {
      return ConnectionString.parse(address) instanceof ConnectionString.Directory directory
          ? "file://" + real(directory.path())
          : address;
    } catch (S3dbException _) {
      // A store that was passed in by the application may describe itself in words.
      return address;
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }
}
