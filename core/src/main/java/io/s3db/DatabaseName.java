package io.s3db;

import io.s3db.store.ConnectionString;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A short name for a database that can also name a folder. */
final class DatabaseName {
  private static final Pattern SCHEME = Pattern.compile("^[a-z0-9]+://");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9._-]+");

  private DatabaseName() {}

  static String of(ConnectionString address) {
    return switch (address) {
      case ConnectionString.Bucket bucket -> plain(bucket.bucket() + "/" + bucket.keyPrefix());
      case ConnectionString.Memory memory -> plain(memory.bucket() + "/" + memory.keyPrefix());
      case ConnectionString.Directory directory -> {
        Path last = directory.path().getFileName();
        yield plain(last == null ? "" : last.toString());
      }
    };
  }

  /** From what a store says of itself. */
  static String of(String description) {
    return plain(SCHEME.matcher(description).replaceFirst(""));
  }

  private static String plain(String text) {
    String name = OTHER.matcher(text).replaceAll("-").replaceAll("^[.-]+|[.-]+$", "");
    return name.isEmpty() ? "s3db" : name;
  }
}
