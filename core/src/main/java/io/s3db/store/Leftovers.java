package io.s3db.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Removes temporary files of writes that never were, when they are a day old. */
final class Leftovers {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Pattern BODY = Pattern.compile("[0-9a-f]{32}\\" + Slot.BODY_SUFFIX);

  private Leftovers() {}

  /**
   * Sweeps the directory of temporary files. Metadata without a body stays: it completes a write,
   * see {@link ObjectFiles}.
   */
  static void sweep(Path temporary, KeyLocks locks, Instant now)
      throws IOException, InterruptedException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (BODY.matcher(name).matches() && isOld(file, now)) {
          String hash = name.substring(0, name.length() - Slot.BODY_SUFFIX.length());
          try (var _ = locks.lock(Slot.lockOf(hash))) {
            drop(file, temporary.resolve(hash + Slot.META_SUFFIX), now);
          }
        }
      }
    }
  }

  private static void drop(Path body, Path meta, Instant now) throws IOException {
    if (Files.exists(body) && isOld(body, now)) {
      Files.deleteIfExists(meta);
      Files.deleteIfExists(body);
    }
  }

  private static boolean isOld(Path file, Instant now) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).toInstant().plus(KEPT).isBefore(now);
  }
}
