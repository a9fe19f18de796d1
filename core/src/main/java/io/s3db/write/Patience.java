package io.s3db.write;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How often and how long a write is tried again.
 *
 * <p>Pauses double from {@code firstPause} to {@code longestPause}; each is drawn evenly between
 * zero and that (full jitter), so that writers who collided do not collide again.
 *
 * @param attempts the most requests for one write, from 1
 * @param time after which no further attempt begins
 * @param firstPause the longest first pause
 * @param longestPause the longest pause at all
 */
public record Patience(int attempts, Duration time, Duration firstPause, Duration longestPause) {
  /** For requests whose outcome is unknown: six attempts within half a minute. */
  public static final Patience UNKNOWN =
      new Patience(6, Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(4));

  /** For races lost to other writers: as many attempts as half a minute holds. */
  public static final Patience CONTENTION =
      new Patience(10_000, Duration.ofSeconds(30), Duration.ofMillis(4), Duration.ofMillis(500));

  /** Starts counting. */
  Effort start(InstantSource clock, Sleeper sleeper, RandomGenerator random) {
    return new Effort(this, clock, sleeper, random);
  }

  /** The attempts of one write. Used by one thread. */
  static final class Effort {
    private final Patience patience;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final long startNanos;
    private int attempt = 1;

    private Effort(
        Patience patience, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
      this.patience = patience;
      this.clock = clock;
      this.sleeper = sleeper;
      this.random = random;
      this.startNanos = sleeper.nanos(clock);
    }

    /** Which attempt this is, from 1. */
    int attempt() {
      return attempt;
    }

    /** How long it has been tried. */
    Duration spent() {
      return Duration.ofNanos(Math.max(0, sleeper.nanos(clock) - startNanos));
    }

    /**
     * Waits before another attempt; false if there is none, because they are used up or the thread
     * was interrupted (its flag stays set).
     */
    boolean again() {
      if (attempt >= patience.attempts
          || spent().compareTo(patience.time) >= 0
          || Thread.currentThread().isInterrupted()) {
        return false;
      }
      try {
        sleeper.sleep(pause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      attempt++;
      return true;
    }

    private Duration pause() {
      int doublings = Math.min(attempt - 1, 20);
      long most =
          Math.min(patience.firstPause.toNanos() << doublings, patience.longestPause.toNanos());
      return Duration.ofNanos(most <= 0 ? 0 : random.nextLong(most + 1));
    }
  }
}
