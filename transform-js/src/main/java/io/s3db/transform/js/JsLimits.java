package io.s3db.transform.js;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * What one call of a transform may use, and how many run at once.
 *
 * @param time processor time of one call; the pauses of a busy machine do not count
 * @param memory bytes one call may allocate, in all
 * @param workers threads, and so calls at once, each with a copy of the language of about 2 MB
 */
public record JsLimits(Duration time, long memory, int workers) {
  private static final int MOST_WORKERS = 256;
  private static final long LEAST_MEMORY = 1 << 20;

  /** Two seconds, 256 MB, a worker for each processor but two at least. */
  public static final JsLimits DEFAULTS =
      new JsLimits(
          Duration.ofSeconds(2),
          256L << 20,
          Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_WORKERS));

  /** Refuses limits under which nothing can run. */
  public JsLimits {
    if (time.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("the time of a transform must be a millisecond or more");
    }
    if (memory < LEAST_MEMORY) {
      throw new IllegalArgumentException("the memory of a transform must be a megabyte or more");
    }
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "the workers for transforms must be from 1 to " + MOST_WORKERS + ", not " + workers);
    }
  }

  /** With another processor time. */
  public JsLimits withTime(Duration time) {
    return new JsLimits(time, memory, workers);
  }

  /** With another number of bytes. */
  public JsLimits withMemory(long memory) {
    return new JsLimits(time, memory, workers);
  }

  /** With another number of threads. */
  public JsLimits withWorkers(int workers) {
    return new JsLimits(time, memory, workers);
  }

  /**
   * The defaults, changed by the system properties {@code s3db.transform.js.timeMillis}, {@code
   * s3db.transform.js.memoryBytes} and {@code s3db.transform.js.workers}.
   *
   * @throws IllegalArgumentException naming the property, if one is no number or out of range
   */
  public static JsLimits ofProperties() {
    return of(System.getProperties());
  }

  static JsLimits of(Properties properties) {
    JsLimits limits = DEFAULTS;
    OptionalLong time = number(properties, "s3db.transform.js.timeMillis");
    OptionalLong memory = number(properties, "s3db.transform.js.memoryBytes");
    OptionalLong workers = number(properties, "s3db.transform.js.workers");
    limits = time.isPresent() ? limits.withTime(Duration.ofMillis(time.getAsLong())) : limits;
    limits = memory.isPresent() ? limits.withMemory(memory.getAsLong()) : limits;
    return workers.isPresent()
        ? limits.withWorkers(Math.clamp(workers.getAsLong(), 0, Integer.MAX_VALUE))
        : limits;
  }

  private static OptionalLong number(Properties properties, String name) {
    String value = properties.getProperty(name);
    try {
      return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the system property " + name + " must be a whole number, not '" + value + "'", e);
    }
  }
}
