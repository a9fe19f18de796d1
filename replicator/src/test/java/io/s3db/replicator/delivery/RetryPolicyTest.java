package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
  private final Random random = new Random(5);

  @Test
  void pausesOfARoundDoubleFromOneSecondWithFullJitter() {
    RetryPolicy policy = RetryPolicy.of(3);
    long[] most = {1000, 2000, 4000};
    for (int failures = 1; failures <= 3; failures++) {
      Duration longest = Duration.ZERO;
      for (int i = 0; i < 2000; i++) {
        Duration pause = policy.pauseInRound(failures, random);
        assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(most[failures - 1]));
        longest = longest.compareTo(pause) > 0 ? longest : pause;
      }
      assertThat(longest).isGreaterThan(Duration.ofMillis(most[failures - 1] * 9 / 10));
      assertThat(policy.isRound(failures)).isFalse();
    }
    assertThat(policy.isRound(4)).isTrue();
  }

  @Test
  void pausesAfterRoundsAreCappedAtFiveMinutes() {
    RetryPolicy policy = RetryPolicy.of(3);
    assertThat(policy.pauseAfterRound(1, random)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    for (int rounds : new int[] {9, 10, 40, 41, 64, 1_000_000}) {
      for (int i = 0; i < 200; i++) {
        assertThat(policy.pauseAfterRound(rounds, random))
            .isBetween(Duration.ZERO, Duration.ofMinutes(5));
      }
    }
  }

  @Test
  void aScheduleIsFollowedExactlyAndItsLastPauseRepeated() {
    RetryPolicy policy =
        RetryPolicy.of(4).withSchedule(List.of(Duration.ofMillis(10), Duration.ofMillis(30)));
    assertThat(policy.pauseInRound(1, random)).isEqualTo(Duration.ofMillis(10));
    assertThat(policy.pauseInRound(2, random)).isEqualTo(Duration.ofMillis(30));
    assertThat(policy.pauseInRound(4, random)).isEqualTo(Duration.ofMillis(30));
  }

  @Test
  void noRetriesMeansOneAttempt() {
    assertThat(RetryPolicy.of(0).isRound(1)).isTrue();
    assertThatThrownBy(() -> RetryPolicy.of(-1)).hasMessageContaining("maxRetries");
  }
}
