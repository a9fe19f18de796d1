package io.s3db.replicator.watch;

import java.time.Duration;

/**
 * The search for changes that other programs make. It goes on as long as the database is open. Safe
 * for many threads.
 */
public final class Watching {
  private final Watcher watcher;

  Watching(Watcher watcher) {
    this.watcher = watcher;
  }

  /** How it stands. */
  public WatchStatus status() {
    return watcher.status();
  }

  /**
   * Says that the records which the last walk did not find were deleted on purpose. The next walk,
   * which begins at once, tells destinations of as many deletes; if it misses more, it asks again.
   *
   * @throws IllegalStateException if nothing is asked
   */
  public void accept() {
    watcher.accept();
  }

  /**
   * Waits until a walk that began after this call is complete: every change that other programs had
   * made by then is in the journal.
   *
   * @return whether it is; false after the timeout, or if the database closed
   */
  public boolean awaitWalk(Duration timeout) throws InterruptedException {
    return watcher.awaitWalk(timeout);
  }

  @Override
  public String toString() {
    WatchStatus status = status();
    return "Watching[" + status.state().word() + ", " + status.objects() + " records]";
  }
}
