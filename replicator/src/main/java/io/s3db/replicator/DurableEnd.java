package io.s3db.replicator;

import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.state.StateStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers beside the journal how much of it the disk had.
 *
 * <p>The journal itself cannot tell that its end was cut off behind a whole frame: what is left
 * looks like a journal that had not got further. So the state notes, about once a second, how far
 * it was durable, and a journal that ends before that has lost changes.
 */
@SuppressWarnings(
    "try") // closed at the top of a thread that may be interrupted, never by try-with-resources
final class DurableEnd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);
  private static final String NAME = "durable";
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final FileJournal journal;
  private final StateStore state;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private long noted = -1;

  private DurableEnd(FileJournal journal, StateStore state) {
    this.journal = journal;
    this.state = state;
    this.thread = Thread.ofVirtual().name("s3db-durable-end").unstarted(this::work);
  }

  /** That of a journal in files; one in memory has none. */
  static Optional<DurableEnd> of(Storage storage) {
    return storage.journal() instanceof FileJournal journal
        ? Optional.of(new DurableEnd(journal, storage.state()))
        : Optional.empty();
  }

  /** Why destinations missed changes, if the journal ends too early; before it is written. */
  Optional<String> missing() {
    String[] known = state.note(NAME).orElse("").split(" ", -1);
    long end = journal.end().offset();
    boolean cut =
        known.length == 2
            && known[0].equals(journal.id().toString())
            && Long.parseLong(known[1]) > end;
    return cut
        ? Optional.of(
            "the journal in %s ends at offset %d, though the disk had it up to %s: its last file was cut off, replaced or removed"
                .formatted(journal.folder(), end, known[1]))
        : Optional.empty();
  }

  /** Notes it now, and from now on; once destinations are noted as needing sync if they do. */
  DurableEnd start() {
    note();
    thread.start();
    return this;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (!closing.await(BETWEEN.toNanos(), TimeUnit.NANOSECONDS)) {
        note();
      }
      note();
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void note() {
    long end = journal.durableEnd();
    if (end == noted) {
      return;
    }
    try {
      state.note(NAME, journal.id() + " " + end);
      noted = end;
    } catch (RuntimeException e) {
      LOG.debug("it cannot be noted how far the journal is durable", e); // the state tells of it
    }
  }
}
