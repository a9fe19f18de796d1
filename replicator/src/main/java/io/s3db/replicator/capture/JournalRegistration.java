package io.s3db.replicator.capture;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.replicator.capture.RegisteredJournal.Found;
import io.s3db.replicator.capture.RegistrationFile.Memory;
import io.s3db.replicator.capture.RegistrationFile.Opening;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.store.ListPage;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the bucket remember which journal a writer uses, so that a folder that was restored, copied
 * or emptied is noticed.
 *
 * <p>The bucket holds run and writer id of the opening registered last. The folder notes every
 * opening <em>before</em> it is registered, and forgets older ones once the bucket has
 * acknowledged. So what the bucket holds is always known to the folder that put it there, wherever
 * a crash came in between; and is unknown to an older or another copy, because writer ids are
 * random. An alarm is noted in the folder before anything in the bucket changes, and raised again
 * at every open until {@link #syncNoted} was called.
 *
 * <p>Register before the first write is captured. Journals in memory are not registered.
 */
public final class JournalRegistration {
  private static final int ATTEMPTS = 5;

  private final ObjectStore store;
  private final FileJournal journal;
  private final RegistrationFile file;
  private final String writer;
  private final String writerId;
  private final InstantSource time;

  /** What registering found out. */
  public sealed interface Result {
    /** The journal continues where the bucket last saw it, or is the first of its writer name. */
    record Fine() implements Result {}

    /** Changes may be missing from this journal: every destination needs sync. */
    record NeedsSync(String reason) implements Result {}
  }

  /**
   * A registration of an open journal.
   *
   * @param store the store of the database, below its prefix
   * @param writer the name of this writer (option {@code writer}, default {@code main})
   * @param writerId the id in the versions of this opening: random per open
   */
  public JournalRegistration(
      ObjectStore store,
      FileJournal journal,
      FileLayer files,
      String writer,
      long writerId,
      InstantSource time) {
    this.store = store;
    this.journal = journal;
    this.file = new RegistrationFile(files, journal.folder());
    this.writer = writer;
    this.writerId = HexFormat.of().toHexDigits(writerId);
    this.time = time;
  }

  /**
   * Compares what the bucket and the folder remember, and registers this opening.
   *
   * @throws S3dbException if the store cannot be read or written, or others register all the time
   */
  public Result register() {
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Memory memory = file.read();
        Optional<Found> own =
            store.get(RegisteredJournal.key(journal.id().value())).map(RegisteredJournal::parse);
        List<Found> others = others();
        String reason = memory.needsSync();
        reason = reason == null ? compare(memory, own, others) : reason;
        raiseRun(memory, own);
        Memory noted = memory.with(new Opening(journal.run(), writerId), reason);
        file.write(noted);
        if (replace(others) && put(own)) {
          file.write(new Memory(List.of(noted.openings().getLast()), true, reason));
          return reason == null ? new Result.Fine() : new Result.NeedsSync(reason);
        }
      }
    } catch (IOException e) {
      throw new S3dbException(
          "JOURNAL_REGISTRATION",
          "the registration of the journal in " + journal.folder() + " cannot be noted: " + e,
          "Check the disk and the permissions of the folder.",
          e);
    }
    throw new S3dbException(
        "JOURNAL_REGISTRATION",
        "the journal of writer '" + writer + "' cannot be registered in " + store.describe() + ".",
        "Somebody else registers at the same time: give each process a writer name of its own.");
  }

  /** Every destination is durably marked as needing sync: the alarm need not be raised again. */
  public void syncNoted() {
    try {
      Memory memory = file.read();
      file.write(new Memory(memory.openings(), memory.confirmed(), null));
    } catch (IOException e) {
      throw new S3dbException(
          "JOURNAL_REGISTRATION",
          "it cannot be noted in " + journal.folder() + " that destinations need sync: " + e,
          "Check the disk and the permissions of the folder.",
          e);
    }
  }

  private @Nullable String compare(Memory memory, Optional<Found> own, List<Found> others) {
    String me = "journal " + journal.id() + " in " + journal.folder();
    if (own.isPresent()) {
      RegisteredJournal known = own.get().registered();
      if (known.replacedBy() != null) {
        return me
            + " was replaced by journal "
            + known.replacedBy()
            + " of the same writer '"
            + writer
            + "'; each process that writes the database needs a writer name of its own";
      }
      if (!memory.openings().contains(opening(known))) {
        return me + " does not know its run " + known.run() + ": the folder was restored or copied";
      }
    }
    Optional<String> removed = removed(memory, others);
    if (removed.isPresent()) {
      return "the files of journal " + removed.get() + " were removed from " + journal.folder();
    }
    if (own.isEmpty() && memory.confirmed()) {
      return me + " is not known to " + store.describe() + ": it belongs to another database";
    }
    return others.isEmpty()
        ? null
        : "writer '"
            + writer
            + "' used journal "
            + others.getFirst().registered().journal()
            + " before (since "
            + others.getFirst().registered().updatedAt()
            + "), which is not in "
            + journal.folder()
            + ": that folder was emptied or is elsewhere, or another process that writes the"
            + " database has the same writer name, where each needs one of its own";
  }

  /** The journal that this folder registered, if the folder holds another one now. */
  private static Optional<String> removed(Memory memory, List<Found> others) {
    return others.stream()
        .map(Found::registered)
        .filter(other -> memory.openings().contains(opening(other)))
        .map(RegisteredJournal::journal)
        .findFirst();
  }

  private static Opening opening(RegisteredJournal registered) {
    return new Opening(registered.run(), registered.writerId());
  }

  /** A run the folder does not know of may have named events: never name others the same. */
  private void raiseRun(Memory memory, Optional<Found> own) {
    if (own.isPresent()) {
      RegisteredJournal known = own.get().registered();
      if (known.run() >= journal.run() && !memory.openings().contains(opening(known))) {
        journal.raiseRun((int) known.run());
      }
    }
  }

  /** Registered journals of the same writer name that nobody has replaced yet. */
  private List<Found> others() {
    List<Found> found = new ArrayList<>();
    String after = null;
    ListPage page;
    do {
      page = store.list(RegisteredJournal.PREFIX, after, 1000);
      for (ListPage.Entry entry : page.entries()) {
        after = entry.key().value();
        store
            .get(entry.key())
            .map(RegisteredJournal::parse)
            .filter(this::isRival)
            .ifPresent(found::add);
      }
    } while (page.more() && !page.entries().isEmpty());
    return found;
  }

  private boolean isRival(Found found) {
    RegisteredJournal other = found.registered();
    return other.writer().equals(writer)
        && other.replacedBy() == null
        && !other.journal().equals(journal.id().value());
  }

  /** Marks the others as replaced; false if one of them changed meanwhile. */
  private boolean replace(List<Found> others) {
    for (Found other : others) {
      RegisteredJournal replaced = other.registered().replacedBy(journal.id().value());
      if (!put(replaced, Precondition.matches(other.etag()))) {
        return false;
      }
    }
    return true;
  }

  private boolean put(Optional<Found> own) {
    RegisteredJournal now =
        new RegisteredJournal(
            journal.id().value(),
            writer,
            journal.run(),
            writerId,
            time.instant().toString(),
            null,
            own.map(o -> o.registered().writerIds()).orElse(List.of()));
    return put(now, own.map(o -> Precondition.matches(o.etag())).orElse(Precondition.absent()));
  }

  /** Writes; false if that did not happen, or nobody knows: then all is read again. */
  private boolean put(RegisteredJournal registered, Precondition precondition) {
    Precondition kept =
        store.capabilities().conditionalWrites() ? precondition : Precondition.none();
    try {
      return store.put(RegisteredJournal.key(registered.journal()), registered.object(), kept)
          instanceof PutOutcome.Written;
    } catch (OutcomeUnknownException e) {
      return false;
    }
  }
}
