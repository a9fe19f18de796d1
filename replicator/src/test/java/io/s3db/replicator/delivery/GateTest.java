package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.delivery.Gate.Round;
import io.s3db.replicator.delivery.Gate.Setback;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GateTest {
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = START;

  @Test
  void aScheduleIsKeptExactlyAndTheRoundIsAnnouncedAtItsEnd() {
    Gate gate = gate(RetryPolicy.of(3).withSchedule(List.of(SECOND, seconds(2), seconds(4))));
    Round round = gate.newRound();
    List<Duration> attempts = new ArrayList<>();
    boolean announced = false;
    while (!announced) {
      attempts.add(Duration.between(START, now));
      Setback setback = fail(gate, round);
      announced = setback.announce();
      now = announced ? now : setback.notBefore();
    }

    assertThat(attempts).containsExactly(seconds(0), seconds(1), seconds(3), seconds(7));
    assertThat(round.failures()).isEqualTo(4);
    assertThat(gate.health().state()).isEqualTo(ReplicatorState.RETRYING);
  }

  @Test
  void withoutRetriesTheFirstFailureEndsTheRound() {
    Gate gate = gate(RetryPolicy.of(0).withSchedule(List.of(SECOND)));

    assertThat(fail(gate, gate.newRound()).announce()).isTrue();
  }

  @Test
  void theLastPauseOfAScheduleIsRepeated() {
    Gate gate = gate(RetryPolicy.of(3).withSchedule(List.of(SECOND)));
    Round round = gate.newRound();

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(fail(gate, round).notBefore()).isEqualTo(now.plus(SECOND));
    }
    assertThat(fail(gate, round).announce()).isTrue();
  }

  private Gate gate(RetryPolicy policy) {
    return new Gate(new Timer(() -> now), policy, new Random(1), () -> {});
  }

  private static Setback fail(Gate gate, Round round) {
    return gate.failed(0, Permit.Go.GO, new SinkException.Unavailable("503", null), round);
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }
}
