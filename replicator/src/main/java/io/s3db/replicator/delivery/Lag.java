package io.s3db.replicator.delivery;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a destination is behind.
 *
 * @param events how many changes it has not settled; what was not read yet is estimated by its size
 * @param age how old the oldest of them is; nothing if there is none
 */
public record Lag(long events, Duration age) {
  /** Not at all. */
  public static final Lag NONE = new Lag(0, Duration.ZERO);

  /** For people: {@code 12 changes, 3.5 s}. */
  @Override
  public String toString() {
    String changes = events == 1 ? " change, " : " changes, ";
    return events + changes + String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
  }
}
