package io.s3db.replicator.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The time of day, and waiting for it.
 *
 * <p>Time may be told to pass faster than it does: tests live through hours of backoff in seconds.
 */
public final class Timer {
  private static final Duration LONGEST = Duration.ofDays(1);

  private final InstantSource source;
  private final double speed;

  /** Time as a source tells it. */
  public Timer(InstantSource source) {
    this(source, 1);
  }

  /**
   * Time that does not go back when the machine's clock is set back. A source of somebody's own is
   * followed whatever it does.
   */
  public static Timer steady(InstantSource source) {
    boolean machine = source.equals(InstantSource.system());
    return new Timer(machine ? new SteadyTime(source, System::nanoTime) : source);
  }

  /**
   * Time that passes at another speed.
   *
   * @param source tells the time, at that speed
   * @param speed how many seconds of the source pass in a second
   */
  public Timer(InstantSource source, double speed) {
    this.source = source;
    this.speed = speed;
  }

  /** The time. */
  public Instant now() {
    return source.instant();
  }

  /** Sleeps. */
  void sleep(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(realNanos(now().plus(duration)));
  }

  /** How long it really takes until a time comes; not positive if it has. */
  long realNanos(Instant until) {
    Duration left = Duration.between(now(), until);
    Duration bounded = left.compareTo(LONGEST) > 0 ? LONGEST : left;
    return (long) Math.ceil(bounded.toNanos() / speed);
  }
}
