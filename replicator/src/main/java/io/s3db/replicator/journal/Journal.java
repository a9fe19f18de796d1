package io.s3db.replicator.journal;

import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.Snapshot.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The durable, ordered record of changes: an intent before the store is asked, its outcome after.
 *
 * <p>What every journal promises, and the published contract test checks:
 *
 * <ul>
 *   <li>When {@link #intend} returns, the intent is as durable as was configured.
 *   <li>A change can be read once its outcome is {@link Outcome#APPLIED}, at the position of the
 *       outcome. Changes of one key are read in the order in which they were applied.
 *   <li>An intent without outcome is in doubt: {@link #inDoubt} lists those of earlier runs.
 *   <li>The first failure of a write or of a force is final: later intents are refused, nothing
 *       hangs, and what was durable stays readable.
 *   <li>A position that is no longer there is an error, never a skip.
 * </ul>
 *
 * <p>Safe for many threads.
 */
public interface Journal extends AutoCloseable {
  /** The journal's name. */
  JournalId id();

  /** How often it has been opened, this time included. */
  int run();

  /**
   * Records what is about to happen, and waits until that is durable.
   *
   * @throws JournalException if it could not be recorded: the store must not be asked
   */
  Logged intend(PendingWrite write);

  /** Records what became of an intent. Does not wait; the frame may be lost in a crash. */
  void outcome(Logged intent, Outcome outcome);

  /**
   * Records a snapshot, or a change of another program, behind everything that was applied before.
   * It can be read at once, and is as durable as was configured after the next {@link #force}.
   *
   * @return its size in the journal
   * @throws JournalException if it could not be recorded
   */
  int append(Snapshot snapshot);

  /**
   * Waits until every snapshot appended so far is as durable as was configured.
   *
   * @throws JournalException if that failed: they may be gone
   */
  void force();

  /** The intents of earlier runs whose outcome is not known, oldest first. */
  List<InDoubt> inDoubt();

  /**
   * Reads changes, in order.
   *
   * @param from where to begin
   * @param wanted partitions to return; others are passed over cheaply
   * @param maxChanges the most changes to return
   * @param maxBytes stop after about so many bytes of changes (at least one change is returned)
   * @return the changes, and where to go on; no changes and {@code next} equal to the end when
   *     there are none
   * @throws JournalException if {@code from} or a change behind it is no longer there, or the file
   *     is damaged
   */
  default Changes read(Position from, IntPredicate wanted, int maxChanges, long maxBytes) {
    Changes changes = readKept(from, wanted, maxChanges, maxBytes);
    if (changes.released() > 0) {
      throw Failures.released(from, changes.released());
    }
    return changes;
  }

  /**
   * The same for who looks at what is kept, also behind the checkpoints of all destinations.
   *
   * <p>A change can lie across two segments: what is written in one, that it took effect in the
   * next. When the first is released the change is gone, though the journal begins in front of its
   * second half. Such changes are left out and counted.
   *
   * @throws JournalException if {@code from} is no longer there, or the file is damaged
   */
  Changes readKept(Position from, IntPredicate wanted, int maxChanges, long maxBytes);

  /**
   * Waits until there is something to read behind a position.
   *
   * @return whether there is
   */
  boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException;

  /** The oldest position that can be read. */
  Position begin();

  /** The position behind everything readable. */
  Position end();

  /**
   * Says that nothing before a position will be read again by any destination. Space is given back
   * later, once every intent before it has an outcome before it too, and the retention time is
   * over.
   *
   * @param below a position saved in checkpoints that were synced
   */
  void release(Position below);

  /**
   * What it holds of a record, intents without outcome and such as did not take effect included.
   *
   * @param maxBytes look through about so many bytes, the newest ones; one segment at least
   * @throws JournalException if a file is damaged
   */
  RecordTraces traces(String resource, String recordId, long maxBytes);

  /**
   * Erases what it holds of a record: when this returns its files and its memory hold nothing of
   * it, except in free space of the disk. Changes that were not read yet will not be. After a crash
   * each change is there or erased as a whole, and nothing else is touched.
   *
   * @return how many changes were erased
   * @throws JournalException if an intent of the record has no outcome yet, if a file is damaged,
   *     or if the disk failed; the journal has failed then too
   */
  int erase(String resource, String recordId);

  /** The bytes the journal takes now. */
  long size();

  /** Refuses new intents, waits for those being written, and closes the files. Idempotent. */
  @Override
  void close();

  /** What became of an intent. */
  enum Outcome {
    /** It took effect in the store. */
    APPLIED,
    /** It certainly did not, and will not. */
    VOID
  }

  /**
   * An intent that was recorded.
   *
   * @param id the name of the change
   * @param position of the intent
   */
  record Logged(EventId id, Position position) {}

  /** An intent whose outcome is not known. */
  record InDoubt(Logged logged, PendingWrite write) {}

  /**
   * A change that can be delivered.
   *
   * @param position of the outcome; the change is done when a checkpoint is behind it
   * @param partition of its key
   * @param event the change
   * @param bytes its size in the journal
   * @param recipient the one destination it is for, or null if it is for all
   */
  record Change(
      Position position,
      int partition,
      ChangeEvent event,
      int bytes,
      @Nullable Recipient recipient) {
    /** Whether a mapping of a destination is to be told. */
    public boolean isFor(String destination, int mapping) {
      return Recipient.includes(recipient, destination, mapping);
    }
  }

  /**
   * Changes in order, and the position behind the last one looked at.
   *
   * @param released how many are left out, because what they say was released
   */
  record Changes(List<Change> changes, Position next, int released) {}
}
