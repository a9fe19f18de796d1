package io.s3db.replicator.backfill;

import java.time.Duration;

/**
 * A copy of existing records to one destination, under way or over. Writes go on meanwhile, and it
 * goes on by itself after a restart. Safe for many threads.
 */
public final class Sync {
  private final Copying copying;

  Sync(Copying copying) {
    this.copying = copying;
  }

  /** Its name. */
  public String id() {
    return copying.status().id();
  }

  /** The destination. */
  public String replicator() {
    return copying.status().replicator();
  }

  /** What it is doing. */
  public SyncState state() {
    return copying.status().state();
  }

  /** How far it is. */
  public SyncProgress progress() {
    return copying.status().progress();
  }

  /** All that is known of it now. */
  public SyncStatus status() {
    return copying.status();
  }

  /**
   * Waits until it has ended, or the database closes.
   *
   * @return whether every record was delivered, skipped by rule, or refused; if not, {@link
   *     #status} says why
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return copying.await(timeout) && state() == SyncState.FINISHED;
  }

  /** Ends it for good. What was copied until then is delivered. */
  public void cancel() throws InterruptedException {
    copying.cancel();
  }

  @Override
  public String toString() {
    SyncStatus status = copying.status();
    return "Sync["
        + status.replicator()
        + ", "
        + status.state().word()
        + ", "
        + status.progress()
        + "]";
  }
}
