package io.s3db.replicator.options;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes as people write them: {@code 30s}, {@code 1.5h}, {@code 10GB}. A number
 * without a unit is whole.
 */
final class Units {
  /** Longer than anybody waits; so that no sum of times overflows. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(\\.\\d{1,9})?)\\s*([a-zA-Z]*)");

  private Units() {}

  /** A duration of at most 36,500 days. */
  static Optional<Duration> duration(String text) {
    return amount(text, Units::nanos)
        .filter(
            nanos -> nanos.compareTo(BigDecimal.valueOf(LONGEST.toMillis()).movePointRight(6)) <= 0)
        .map(nanos -> ofNanos(nanos.toBigInteger()));
  }

  /** A duration of so many milliseconds, if they are whole, and neither negative nor absurd. */
  static Optional<Duration> duration(Number milliseconds) {
    double number = milliseconds.doubleValue();
    return isWhole(number) && number <= LONGEST.toMillis()
        ? Optional.of(Duration.ofMillis(milliseconds.longValue()))
        : Optional.empty();
  }

  /** A size in bytes. */
  static OptionalLong bytes(String text) {
    Optional<Long> bytes =
        amount(text, Units::unitBytes)
            .filter(size -> size.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0)
            .map(BigDecimal::longValue);
    return bytes.isPresent() ? OptionalLong.of(bytes.get()) : OptionalLong.empty();
  }

  /** A size of so many bytes, if they are whole and not negative. */
  static OptionalLong bytes(Number bytes) {
    double number = bytes.doubleValue();
    return isWhole(number) && number < 0x1p63
        ? OptionalLong.of(bytes.longValue())
        : OptionalLong.empty();
  }

  private static boolean isWhole(double number) {
    return number >= 0 && number == Math.rint(number) && Double.isFinite(number);
  }

  @FunctionalInterface
  private interface UnitSize {
    /** How large one is; 0 if there is no such unit. */
    long of(String unit);
  }

  /** The amount in the smallest unit, if it is a whole number of those. */
  private static Optional<BigDecimal> amount(String text, UnitSize units) {
    Matcher match = AMOUNT.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    String unit = match.group(3).toLowerCase(Locale.ROOT);
    long size = units.of(unit);
    boolean fraction = match.group(2) != null;
    if (size == 0 || (fraction && unit.isEmpty())) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(size));
    return amount.stripTrailingZeros().scale() <= 0 ? Optional.of(amount) : Optional.empty();
  }

  private static Duration ofNanos(BigInteger nanos) {
    BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "", "ms" -> 1_000_000;
      case "s" -> Duration.ofSeconds(1).toNanos();
      case "m", "min" -> Duration.ofMinutes(1).toNanos();
      case "h" -> Duration.ofHours(1).toNanos();
      case "d" -> Duration.ofDays(1).toNanos();
      default -> 0;
    };
  }

  private static long unitBytes(String unit) {
    return switch (unit) {
      case "", "b" -> 1;
      case "k", "kb", "kib" -> 1L << 10;
      case "m", "mb", "mib" -> 1L << 20;
      case "g", "gb", "gib" -> 1L << 30;
      case "t", "tb", "tib" -> 1L << 40;
      default -> 0;
    };
  }
}
