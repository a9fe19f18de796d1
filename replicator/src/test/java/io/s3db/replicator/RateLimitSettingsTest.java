package io.s3db.replicator;

import static io.s3db.replicator.SettingsFixture.problems;
import static io.s3db.replicator.SettingsFixture.read;
import static io.s3db.replicator.SettingsFixture.replicator;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RateLimitSettingsTest {
  @ParameterizedTest
  @MethodSource("rates")
  void everyFormOfARateLimitIsRead(Object given, RateLimit read) {
    Map<String, Object> replicator = replicator(Map.of("rateLimit", given));

    assertThat(
            read(Map.of("replicators", List.of(replicator))).destinations().getFirst().rateLimit())
        .isEqualTo(read);
  }

  static List<Arguments> rates() {
    Duration second = Duration.ofSeconds(1);
    return List.of(
        Arguments.of(100, RateLimit.records(100, second)),
        Arguments.of(100.0, RateLimit.records(100, second)),
        Arguments.of("100/s", RateLimit.records(100, second)),
        Arguments.of(" 600 / min ", RateLimit.records(600, Duration.ofMinutes(1))),
        Arguments.of("5000/h", RateLimit.records(5000, Duration.ofHours(1))),
        Arguments.of(Map.of("records", 7), RateLimit.records(7, second)),
        Arguments.of(
            Map.of("records", 7, "per", "10s"), RateLimit.records(7, Duration.ofSeconds(10))),
        Arguments.of(
            Map.of("requests", 3, "per", 60_000), RateLimit.requests(3, Duration.ofMinutes(1))),
        Arguments.of(
            RateLimit.requests(3, Duration.ofDays(1)), RateLimit.requests(3, Duration.ofDays(1))));
  }

  @ParameterizedTest
  @MethodSource("wrongRates")
  void aWrongRateLimitIsOneSentence(Object given, String problem) {
    assertThat(problems(Map.of("replicators", List.of(replicator(Map.of("rateLimit", given))))))
        .containsExactly("replicators[0].rateLimit" + problem);
  }

  static List<Arguments> wrongRates() {
    String forms =
        " must be a whole number of records in a second, up to a million, or a rate such as"
            + " 600/min, or an object with records or requests, and per, not '%s'";
    return List.of(
        Arguments.of(0, forms.formatted(0)),
        Arguments.of(-5, forms.formatted(-5)),
        Arguments.of(1.5, forms.formatted(1.5)),
        Arguments.of(2_000_000, forms.formatted(2_000_000)),
        Arguments.of("0/s", forms.formatted("0/s")),
        Arguments.of("100/year", forms.formatted("100/year")),
        Arguments.of("fast", forms.formatted("fast")),
        Arguments.of(Map.of(), " needs records or requests, one of them"),
        Arguments.of(
            Map.of("records", 1, "requests", 1), " needs records or requests, one of them"),
        Arguments.of(
            Map.of("records", 0), ".records must be a whole number from 1 to 1000000, not 0"),
        Arguments.of(Map.of("records", 1, "per", "2d"), ".per must be from 1s to 1d"),
        Arguments.of(
            Map.of("record", 1, "requests", 1),
            ".record is not an option: did you mean 'records'?"));
  }

  @Test
  void withoutARateLimitThereIsNone() {
    assertThat(
            read(Map.of("replicators", List.of(replicator(Map.of()))))
                .destinations()
                .getFirst()
                .rateLimit())
        .isNull();
  }
}
