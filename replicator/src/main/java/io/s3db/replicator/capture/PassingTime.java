package io.s3db.replicator.capture;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day as it was at first, and how much passed since: whoever sets the clock of the
 * machine makes no waiting shorter or longer.
 */
final class PassingTime implements InstantSource {
  private final Instant start;
  private final LongSupplier nanos;
  private final long startNanos;

  /**
   * Begins now.
   *
   * @param nanos tells how much time passes, as {@link System#nanoTime}
   */
  PassingTime(InstantSource clock, LongSupplier nanos) {
    this.start = clock.instant();
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  /** Instead of the clock of the machine; a source of somebody's own is followed. */
  static InstantSource insteadOf(InstantSource clock) {
    return clock.equals(InstantSource.system()) ? new PassingTime(clock, System::nanoTime) : clock;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }
}
