package io.s3db.replicator.journal;

import io.s3db.replicator.journal.FileLayer.OpenFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that forces: everything that was written while it forced is the next group.
 *
 * <p>A platform thread, because a virtual one would hold its carrier for the time of the force.
 */
final class Committer implements Runnable {
  /** Intents that wait for the same force. */
  static final class Group {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable JournalException failure;
    int size;

    void finish(@Nullable JournalException why) {
      failure = why;
      done.countDown();
    }

    /** Waits, whatever interrupts: the frame is written and cannot be taken back. */
    @Nullable JournalException await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return failure;
    }
  }

  /** What one round forces: the files with frames below the target, in order. */
  record Round(Group group, long target, List<OpenFile> files) {}

  private final AppendLog log;

  Committer(AppendLog log) {
    this.log = log;
  }

  Thread start() {
    Thread thread = new Thread(this, "s3db-journal-committer");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void run() {
    Throwable death = new IllegalStateException("the committer ended");
    try {
      for (Round round = log.awaitWork(); round != null; round = log.awaitWork()) {
        force(round);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      death = e;
    } finally {
      log.committerEnded(death);
    }
  }

  private void force(Round round) throws IOException {
    try {
      for (OpenFile file : round.files()) {
        file.forceContent();
      }
    } catch (IOException | RuntimeException | Error e) {
      round.group().finish(log.fail(e));
      throw e;
    }
    log.forced(round);
    round.group().finish(null);
  }
}
