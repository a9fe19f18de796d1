package io.s3db.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  @Test
  void standsStillUntilItIsMoved() {
    ManualClock clock = ManualClock.at("2025-10-18T10:30:00Z");
    assertThat(clock.instant()).isEqualTo(clock.instant()).isEqualTo("2025-10-18T10:30:00Z");
    assertThat(clock.advance(Duration.ofSeconds(-1))).isEqualTo("2025-10-18T10:29:59Z");
    clock.set(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
  }
}
