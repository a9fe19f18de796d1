package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * When requests are made again; the plugin does it.
 *
 * @param retries {@code retries}, else {@code maxRetries}: attempts after the first one in a round;
 *     what the plugin says if both are absent (default 3)
 * @param delay {@code retryDelay}: the first pause; default 1 s
 * @param strategy {@code retryStrategy}: how pauses go on; default {@code exponential}
 * @param statuses {@code retryOnStatus}: which answers are tried again; default 429, 500, 502, 503,
 *     504
 */
record RetryOptions(OptionalInt retries, Duration delay, Strategy strategy, Set<Integer> statuses) {
  private static final Set<Integer> DEFAULT_STATUSES = Set.of(429, 500, 502, 503, 504);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** The most lanes of a destination, and some requests more: see {@link #pace}. */
  private static final int REQUESTS_OF_A_WRITE = 300;

  /** How pauses go on. */
  enum Strategy {
    /** 1, 2, 4 … times the first pause, up to 5 minutes. */
    EXPONENTIAL,
    /** Always the first pause. */
    FIXED
  }

  static RetryOptions read(Options options) {
    return new RetryOptions(
        retries(options),
        options.duration("retryDelay", Duration.ofSeconds(1)),
        options.choice("retryStrategy", Strategy.class, Strategy.EXPONENTIAL),
        statuses(options));
  }

  private static OptionalInt retries(Options options) {
    int maxRetries = options.count("maxRetries", 3, 0, 1_000);
    int retries = options.count("retries", maxRetries, 0, 1_000);
    return options.isAbsent("retries") && options.isAbsent("maxRetries")
        ? OptionalInt.empty()
        : OptionalInt.of(retries);
  }

  private static Set<Integer> statuses(Options options) {
    Object value = options.value("retryOnStatus");
    if (value == null) {
      return DEFAULT_STATUSES;
    }
    Set<Integer> statuses = new TreeSet<>();
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (each instanceof Number number
          && number.doubleValue() == number.intValue()
          && number.intValue() >= 400
          && number.intValue() <= 599) {
        statuses.add(number.intValue());
      } else {
        options.problem("retryOnStatus", "must be a list of statuses from 400 to 599");
        return DEFAULT_STATUSES;
      }
    }
    return statuses;
  }

  /**
   * What the plugin needs to know.
   *
   * <p>The driver itself bounds each request by {@code timeout}. A write may be several requests,
   * which wait for those of other lanes; the bound of a whole write is there for a driver that
   * hangs, and is never met otherwise.
   */
  Pace pace(WebhookOptions options) {
    int together =
        options.batch()
            ? options.batchSize()
            : Math.min(options.batchSize(), options.parallelRequests());
    return new Pace(
        OptionalInt.of(together),
        Optional.of(options.timeout().multipliedBy(REQUESTS_OF_A_WRITE)),
        retries,
        pauses());
  }

  /** The pauses of a round; the last one is repeated. */
  List<Duration> pauses() {
    List<Duration> pauses = new ArrayList<>(List.of(delay));
    if (strategy == Strategy.EXPONENTIAL && delay.isPositive()) {
      while (pauses.getLast().compareTo(LONGEST_PAUSE) < 0) {
        Duration doubled = pauses.getLast().multipliedBy(2);
        pauses.add(doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled);
      }
    }
    return pauses;
  }
}
