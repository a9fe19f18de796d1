package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SteadyTimeTest {
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");

  private Instant clock = START;
  private long nanos = 77;
  private final SteadyTime time = new SteadyTime(() -> clock, () -> nanos);

  @Test
  void tellsWhatTheClockTells() {
    pass(Duration.ofSeconds(5));

    assertThat(time.instant()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void passesOnWhenTheClockIsSetBack() {
    pass(Duration.ofSeconds(5));
    clock = clock.minusSeconds(3600);
    assertThat(time.instant()).isEqualTo(START.plusSeconds(5));

    pass(Duration.ofSeconds(2));
    assertThat(time.instant()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void followsAClockThatIsSetForward() {
    clock = clock.plusSeconds(3600);
    assertThat(time.instant()).isEqualTo(START.plusSeconds(3600));

    pass(Duration.ofSeconds(1));
    assertThat(time.instant()).isEqualTo(START.plusSeconds(3601));
  }

  @Test
  void goesWithTheClockAgainOnceThatHasCaughtUp() {
    clock = clock.minusSeconds(10);
    assertThat(time.instant()).isEqualTo(START);

    clock = clock.plusSeconds(30);
    assertThat(time.instant()).isEqualTo(START.plusSeconds(20));
  }

  private void pass(Duration elapsed) {
    clock = clock.plus(elapsed);
    nanos += elapsed.toNanos();
  }
}
