package io.s3db.replicator.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PassingTimeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aClockThatIsSetChangesNothing() {
    AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    PassingTime time = new PassingTime(clock::get, nanos::get);
    clock.set(NOON.plus(Duration.ofDays(1)));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos()); // over the end of a long, as nanoTime may be
    assertThat(time.instant()).isEqualTo(NOON.plusSeconds(3));
    clock.set(NOON.minus(Duration.ofDays(1)));
    assertThat(time.instant()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void onlyTheClockOfTheMachineIsReplaced() {
    InstantSource own = () -> NOON;
    assertThat(PassingTime.insteadOf(own)).isSameAs(own);
    assertThat(PassingTime.insteadOf(InstantSource.system())).isInstanceOf(PassingTime.class);
  }
}
