package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How far a destination is behind, for people. */
class LagTest {
  @Test
  void tellsPeopleHowManyChangesAndHowOld() {
    assertThat(Lag.NONE).hasToString("0 changes, 0.0 s");
    assertThat(new Lag(1, Duration.ofMillis(1540))).hasToString("1 change, 1.5 s");
    assertThat(new Lag(12_000, Duration.ofMinutes(2))).hasToString("12000 changes, 120.0 s");
  }
}
