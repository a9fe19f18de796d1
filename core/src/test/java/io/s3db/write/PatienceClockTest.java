package io.s3db.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PatienceClockTest {
  private static final Patience PATIENCE =
      new Patience(5, Duration.ofMinutes(30), Duration.ofNanos(1), Duration.ofNanos(1));

  private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);

  @Test
  void aClockThatIsSetForwardEndsNoEffort() {
    Patience.Effort effort = PATIENCE.start(clock::get, Sleeper.system(), new Random(1));
    clock.set(Instant.EPOCH.plus(Duration.ofDays(1)));
    assertThat(effort.again()).isTrue();
    assertThat(effort.spent()).isLessThan(Duration.ofMinutes(30));
  }

  @Test
  void timeThatAProgramPassesByItselfCounts() {
    Patience.Effort effort = PATIENCE.start(clock::get, _ -> {}, new Random(1));
    clock.set(Instant.EPOCH.plus(Duration.ofMinutes(30)));
    assertThat(effort.spent()).isEqualTo(Duration.ofMinutes(30));
    assertThat(effort.again()).isFalse();
  }
}
