package io.s3db.replicator.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be written for a time, a size, a count. */
final class UnitsTest {
  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @MethodSource
  void times(Object given, Duration expected) {
    assertThat(options(given).duration("x", Duration.ZERO)).isEqualTo(expected);
    assertThat(problems).isEmpty();
  }

  static List<Arguments> times() {
    return List.of(
        Arguments.of(0, Duration.ZERO),
        Arguments.of(30_000, Duration.ofSeconds(30)),
        Arguments.of(30_000L, Duration.ofSeconds(30)),
        Arguments.of(250.0, Duration.ofMillis(250)),
        Arguments.of("250", Duration.ofMillis(250)),
        Arguments.of("250ms", Duration.ofMillis(250)),
        Arguments.of("0.5ms", Duration.ofNanos(500_000)),
        Arguments.of("30s", Duration.ofSeconds(30)),
        Arguments.of("30 S", Duration.ofSeconds(30)),
        Arguments.of("1.5s", Duration.ofMillis(1_500)),
        Arguments.of("2m", Duration.ofMinutes(2)),
        Arguments.of("2min", Duration.ofMinutes(2)),
        Arguments.of("2h", Duration.ofHours(2)),
        Arguments.of("1.25h", Duration.ofMinutes(75)),
        Arguments.of("14d", Duration.ofDays(14)),
        Arguments.of("36500d", Duration.ofDays(36_500)),
        Arguments.of(Duration.ofMinutes(3), Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @MethodSource
  void noTimes(Object given) {
    assertThat(options(given).duration("x", Duration.ofSeconds(9)))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("o.x must be milliseconds, or a time such as 30s, 5m or 250ms, not ")
        .contains(
            switch (given) {
              case String text -> "'" + text + "'";
              case List<?> _ -> "a list"; // what it holds may be a secret
              default -> given.toString();
            });
  }

  static List<Object> noTimes() {
    return List.of(
        -1,
        1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        1e300,
        Long.MAX_VALUE,
        "-5s",
        "1.5",
        "0.0000001ms",
        "5 parsecs",
        "soon",
        "s",
        "",
        "999999999999999d",
        "36501d",
        "1e3s",
        Duration.ofSeconds(-1),
        Duration.ofDays(40_000),
        true,
        List.of(1));
  }

  @ParameterizedTest
  @MethodSource
  void sizes(Object given, long expected) {
    assertThat(options(given).bytes("x", 0)).isEqualTo(expected);
    assertThat(problems).isEmpty();
  }

  static List<Arguments> sizes() {
    return List.of(
        Arguments.of(0, 0L),
        Arguments.of(1024, 1024L),
        Arguments.of("1024", 1024L),
        Arguments.of("10b", 10L),
        Arguments.of("64KB", 65_536L),
        Arguments.of("64 kib", 65_536L),
        Arguments.of("1.5MB", 1_572_864L),
        Arguments.of("10GB", 10_737_418_240L),
        Arguments.of("2T", 2_199_023_255_552L));
  }

  @ParameterizedTest
  @MethodSource
  void noSizes(Object given) {
    assertThat(options(given).bytes("x", 7)).isEqualTo(7);
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("o.x must be a number of bytes, or a size such as 64KB or 10GB, not ");
  }

  static List<Object> noSizes() {
    return List.of(-1, 0.5, 1e30, "-1KB", "1.5", "0.3b", "10 boxes", "9999999999TB", "much", "");
  }

  @ParameterizedTest
  @MethodSource
  void noCounts(Object given) {
    assertThat(options(given).count("x", 7, 1, 100)).isEqualTo(7);
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("o.x must be a whole number from 1 to 100, not ");
  }

  static List<Object> noCounts() {
    return List.of(0, -1, 101, 1.5, Double.NaN, 1e300, Long.MIN_VALUE, "ten", true);
  }

  @Test
  void countsReachTheirBounds() {
    assertThat(options(1).count("x", 7, 1, 100)).isEqualTo(1);
    assertThat(options(100.0).count("x", 7, 1, 100)).isEqualTo(100);
    assertThat(problems).isEmpty();
  }

  private Options options(Object value) {
    return Options.of("o", Map.of("x", value), problems);
  }
}
