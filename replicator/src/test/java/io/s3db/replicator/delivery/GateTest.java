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
    Round round = new Round();
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

    assertThat(fail(gate, new Round()).announce()).isTrue();
  }

  @Test
  void theLastPauseOfAScheduleIsRepeated() {
    Gate gate = gate(RetryPolicy.of(3).withSchedule(List.of(SECOND)));
    Round round = new Round();

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(fail(gate, round).notBefore()).isEqualTo(now.plus(SECOND));
    }
    assertThat(fail(gate, round).announce()).isTrue();
  }

  @Test
  void anOutageIsAnnouncedOnceHoweverManyLanesItMeets() {
    Gate gate = gate(RetryPolicy.of(1).withSchedule(List.of(SECOND)));
    List<Round> rounds = List.of(new Round(), new Round(), new Round());
    gate.answered(3, Permit.Go.GO); // the last answer came while the others had asked

    rounds.forEach(round -> assertThat(fail(gate, round).announce()).isFalse());
    assertThat(rounds.stream().filter(round -> fail(gate, round).announce())).hasSize(1);
    assertThat(gate.isCalm()).isFalse();
  }

  @Test
  void aLaneThatFailsWhileOthersGetThroughStopsItselfAlone() {
    Gate gate = gate(RetryPolicy.of(1).withSchedule(List.of(SECOND)));
    Round round = new Round();

    fail(gate, round);
    gate.answered(3, Permit.Go.GO);
    Setback setback = fail(gate, round);

    assertThat(setback.announce()).isTrue();
    assertThat(setback.notBefore()).isAfter(Instant.MIN);
    assertThat(gate.health().state()).isEqualTo(ReplicatorState.RETRYING);
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
