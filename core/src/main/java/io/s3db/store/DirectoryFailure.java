package io.s3db.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a failure of the file system means to a caller. */
final class DirectoryFailure {
  private DirectoryFailure() {}

  /** The failure of something that certainly wrote nothing. */
  static StoreException of(String attempt, Exception cause) {
    String reason = String.valueOf(cause.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
      return failure("INTERRUPTED", true, attempt + ": the thread was interrupted.", null, cause);
    }
    String message = attempt + " failed: " + reason + ".";
    if (cause instanceof BodyException) {
      return failure("CONTENT_UNREADABLE", false, message, null, cause);
    }
    if (lower.contains("no space left") || lower.contains("quota")) {
      return failure("STORE_FULL", true, message, "Free space on the disk.", cause);
    }
    if (cause instanceof ReadOnlyFileSystemException || lower.contains("read-only")) {
      return failure("STORE_READ_ONLY", false, message, "Mount it writable.", cause);
    }
    if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
      return failure(
          "STORE_ACCESS_DENIED",
          false,
          message,
          "Give the user of this process access to the directory.",
          cause);
    }
    return failure("STORE_IO", cause instanceof IOException, message, null, cause);
  }

  /** An object whose two files do not belong together, and nothing to complete them from. */
  static StoreException torn(Slot slot) {
    return failure(
        "STORE_TORN_OBJECT",
        true,
        slot.body() + " does not have the MD5 that " + slot.meta().getFileName() + " says.",
        "It was changed by hand, or another program was stopped while it wrote it. Restore it from"
            + " a copy, or write the object again.",
        null);
  }

  static StoreException damaged(Path meta, IllegalArgumentException cause) {
    return failure(
        "STORE_DAMAGED_OBJECT",
        false,
        meta + " cannot be read: " + cause.getMessage() + ".",
        "Restore the file from a backup, or remove it together with its body.",
        cause);
  }

  static StoreException impossible(ObjectKey key, String obstacle) {
    return failure(
        "STORE_KEY_IMPOSSIBLE",
        false,
        "A directory cannot hold the key '" + key + "': " + obstacle + ".",
        "Use another key, or a bucket.",
        null);
  }

  private static StoreException failure(
      String code,
      boolean retriable,
      String message,
      @Nullable String suggestion,
      @Nullable Exception cause) {
    return new StoreException(code, retriable, message, suggestion, cause);
  }
}
