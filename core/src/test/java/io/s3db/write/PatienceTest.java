package io.s3db.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Patience PATIENCE =
      new Patience(6, Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMillis(500));

  /** Draws the largest number asked for. */
  private static final RandomGenerator LARGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final List<Long> pauses = new ArrayList<>();
  private long now;

  private Patience.Effort start(Patience patience) {
    return patience.start(
        () -> Instant.ofEpochMilli(now),
        pause -> {
          pauses.add(pause.toMillis());
          now += pause.toMillis();
        },
        LARGEST);
  }

  @Test
  void doublesItsPausesUpToTheLongestAndEndsWithTheAttempts() {
    Patience.Effort effort = start(PATIENCE);
    while (effort.again()) {
      assertThat(effort.attempt()).isLessThanOrEqualTo(6);
    }

    assertThat(pauses).containsExactly(100L, 200L, 400L, 500L, 500L);
    assertThat(effort.attempt()).isEqualTo(6);
    assertThat(effort.spent()).isEqualTo(Duration.ofMillis(1_700));
  }

  @Test
  void endsWithTheTime() {
    Patience.Effort effort = start(PATIENCE);
    assertThat(effort.again()).isTrue();
    now += 30_000;

    assertThat(effort.again()).isFalse();
  }

  @Test
  void endsWhenTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    boolean again = start(PATIENCE).again();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(again).isFalse();
  }
}
