package io.s3db.replicator.options;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Units {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

  private Units() {}

  static Optional<Duration> duration(String text) {
    Matcher match = AMOUNT.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2).toLowerCase(Locale.ROOT)) {
      case "", "ms" -> Optional.of(Duration.ofMillis(amount));
      case "s" -> Optional.of(Duration.ofSeconds(amount));
      case "m", "min" -> Optional.of(Duration.ofMinutes(amount));
      case "h" -> Optional.of(Duration.ofHours(amount));
      case "d" -> Optional.of(Duration.ofDays(amount));
      default -> Optional.empty();
    };
  }

  static OptionalLong bytes(String text) {
    Matcher match = AMOUNT.matcher(text.strip());
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    long amount = Long.parseLong(match.group(1));
    int shift =
        switch (match.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 0;
          case "k", "kb", "kib" -> 10;
          case "m", "mb", "mib" -> 20;
          case "g", "gb", "gib" -> 30;
          case "t", "tb", "tib" -> 40;
          default -> -1;
        };
    return shift < 0 || amount > (Long.MAX_VALUE >> Math.max(shift, 0))
        ? OptionalLong.empty()
        : OptionalLong.of(amount << shift);
  }
}
