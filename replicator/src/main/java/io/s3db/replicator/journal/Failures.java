package io.s3db.replicator.journal;

import io.s3db.plugin.PendingWrite;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Every way a journal says no, in one place: what was attempted, on what, and the remedy. */
final class Failures {
  private Failures() {}

  static JournalException closed(String journal, String refused) {
    return new JournalException(
        "JOURNAL_CLOSED",
        refused + " because " + journal + " is closed.",
        "The database is closing; nothing was sent to the store.",
        null);
  }

  static JournalException full(String journal, long maxSize, String refused) {
    return new JournalException(
        "JOURNAL_FULL",
        refused + " because " + journal + " has reached its limit of " + maxSize + " bytes.",
        "Nothing was sent to the store. Bring the destination that lags back, or raise the limit"
            + " (journal.maxSize).",
        null);
  }

  static JournalException diskFull(Path folder, String refused, Throwable cause) {
    return new JournalException(
        "JOURNAL_DISK_FULL",
        refused + " because the disk of the journal folder " + folder + " is full.",
        "Nothing was sent to the store. Make room; writes go on by themselves then.",
        cause);
  }

  static JournalException failed(Path folder, Throwable cause) {
    return new JournalException(
        "JOURNAL_FAILED",
        "the journal in " + folder + " failed and records no further change: " + said(cause),
        "Writes are refused before they reach the store, and what was durable is still delivered."
            + " Check the disk, then open the database again.",
        cause);
  }

  static JournalException refusedAfter(JournalException failure, String refused) {
    return new JournalException(
        failure.code(), refused + ": " + failure.getMessage(), null, failure);
  }

  static JournalException missing(Position position, String journal, Position begin) {
    return new JournalException(
        "JOURNAL_POSITION_MISSING",
        "position " + position + " is no longer in " + journal + ", which begins at " + begin + ".",
        "Changes are missing between the two: the destination needs sync.",
        null);
  }

  static JournalException released(Position position, int changes) {
    return new JournalException(
        "JOURNAL_POSITION_MISSING",
        "%d of the changes behind position %s were released".formatted(changes, position),
        "Changes are missing there: the destination needs sync.",
        null);
  }

  static JournalException damaged(Path file, long at, String what) {
    return new JournalException(
        "JOURNAL_DAMAGED",
        "journal file " + file + " is damaged at byte " + at + ": " + what + ".",
        "Changes from there on cannot be read. Restore the file; or move the journal folder away,"
            + " start with an empty one, and sync every destination.",
        null);
  }

  static JournalException unreadable(Path file, Throwable cause) {
    return new JournalException(
        "JOURNAL_UNREADABLE",
        "journal file " + file + " cannot be read: " + said(cause),
        "Check the disk and the permissions of the folder.",
        cause);
  }

  static JournalException stillOpen(String resource, String recordId) {
    return new JournalException(
        "JOURNAL_IN_DOUBT",
        "%s/%s cannot be erased from the journal: nobody knows yet whether a write of it took effect."
            .formatted(resource, recordId),
        "It is being found out; try again later.",
        null);
  }

  static JournalException notErased(Path folder, String refused, Throwable cause) {
    return new JournalException(
        "JOURNAL_NOT_ERASED",
        refused + ": the journal folder " + folder + " cannot be written: " + said(cause),
        "Nothing was erased, and the journal goes on. Make room, then try again.",
        cause);
  }

  static JournalException locked(Path folder, @Nullable String pid) {
    String holder = pid == null ? "" : " (process " + pid + ")";
    return new JournalException(
        "JOURNAL_LOCKED",
        "the journal folder " + folder + " is in use by another instance" + holder + ".",
        "Stop it first, or give each process a folder and a writer name of its own.",
        null);
  }

  static JournalException format(Path file, String found, int known) {
    return new JournalException(
        "JOURNAL_FORMAT",
        "journal file " + file + " has " + found + "; this program reads format " + known + ".",
        "Open the folder with the version that wrote it and let it drain, or move it away and sync"
            + " every destination.",
        null);
  }

  static JournalException unknownFrame(Path file, long at, byte type) {
    return new JournalException(
        "JOURNAL_FORMAT",
        "journal file "
            + file
            + " holds a frame of type "
            + type
            + " at byte "
            + at
            + ", which a later version of this program wrote.",
        "Open the folder with the version that wrote it and let it drain, or move it away and sync"
            + " every destination.",
        null);
  }

  static JournalException mixed(Path file, String what) {
    return new JournalException(
        "JOURNAL_MIXED",
        "journal file " + file + " does not belong to the others in its folder: " + what + ".",
        "The folder was changed by hand: restore it as it was.",
        null);
  }

  static JournalException cannotOpen(Path folder, Throwable cause) {
    return new JournalException(
        "JOURNAL_CANNOT_OPEN",
        "the journal folder " + folder + " cannot be opened: " + said(cause),
        "Check that the folder is writable and that the disk has room.",
        cause);
  }

  /** What is refused. */
  static String refused(Snapshot snapshot) {
    String record = snapshot.event().resource() + "/" + snapshot.event().recordId();
    Snapshot.Recipient recipient = snapshot.recipient();
    return recipient == null
        ? "the change of " + record + " that another program made was refused"
        : "the copy of " + record + " for '" + recipient.destination() + "' was refused";
  }

  /** What is refused. */
  static String refused(PendingWrite write) {
    return "the "
        + write.operation().word()
        + " of "
        + write.resource()
        + "/"
        + write.id()
        + " was refused";
  }

  /** What a failure of the disk says, for people. */
  private static String said(Throwable cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied.";
      case FileSystemException known when known.getReason() != null ->
          known.getFile() + ": " + known.getReason() + ".";
      case IOException known
          when !(known instanceof FileSystemException) && known.getMessage() != null ->
          known.getMessage() + ".";
      default -> cause.toString();
    };
  }
}
