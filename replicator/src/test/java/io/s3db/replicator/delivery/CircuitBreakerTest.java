package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
  private static final Instant ZERO = Instant.EPOCH;

  private final CircuitBreaker breaker = new CircuitBreaker();

  private static Instant at(long seconds) {
    return ZERO.plusSeconds(seconds);
  }

  @Test
  void letsOneLaneProbeWhenItsTimeHasCome() {
    breaker.open(at(10));
    assertThat(breaker.ask(at(9))).isEqualTo(new Permit.Wait(at(10)));
    assertThat(breaker.ask(at(10))).isEqualTo(new Permit.Probe(false));
    assertThat(breaker.ask(at(11))).isEqualTo(new Permit.Wait(Instant.MAX));
    breaker.succeeded(new Permit.Probe(false));
    assertThat(breaker.ask(at(11))).isEqualTo(Permit.Go.GO);
    assertThat(breaker.nextOpening()).isEqualTo(1);
  }

  @Test
  void aDeniedOneIsNotClosedByAnAnswerToSomethingSentBefore() {
    breaker.deny(at(30));
    breaker.succeeded(Permit.Go.GO);
    assertThat(breaker.ask(at(29))).isEqualTo(new Permit.Wait(at(30)));
    Permit probe = breaker.ask(at(30));
    assertThat(probe).isEqualTo(new Permit.Probe(true));
    breaker.succeeded(probe);
    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void aReleasedProbeGoesToTheNextLane() {
    breaker.open(at(1));
    Permit probe = breaker.ask(at(1));
    breaker.release(probe);
    assertThat(breaker.ask(at(1))).isEqualTo(probe);
  }

  @Test
  void aHoldLastsAsLongAsTheDestinationAsked() {
    breaker.hold(at(60));
    breaker.hold(at(20));
    assertThat(breaker.ask(at(59))).isEqualTo(new Permit.Wait(at(60)));
    assertThat(breaker.ask(at(60))).isEqualTo(Permit.Go.GO);
  }

  @Test
  void neverTwoProbesAtOnceAndNeverOneBeforeItsTime() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int history = 0; history < 2000; history++) {
      CircuitBreaker tried = new CircuitBreaker();
      boolean closed = true;
      boolean probing = false;
      long opensUntil = 0;
      long now = 0;
      for (int step = 0; step < 60; step++) {
        now += random.nextInt(5);
        switch (random.nextInt(5)) {
          case 0 -> {
            if (probing || closed) { // a lane that was allowed to send failed
              opensUntil = now + random.nextInt(20);
              tried.open(at(opensUntil));
              closed = false;
              probing = false;
            }
          }
          case 1 -> {
            if (probing) {
              tried.succeeded(new Permit.Probe(false));
              closed = true;
              probing = false;
            }
          }
          default -> {
            Permit permit = tried.ask(at(now));
            boolean due = !closed && !probing && now >= opensUntil;
            assertThat(permit instanceof Permit.Go).as("seed %s", seed).isEqualTo(closed);
            assertThat(permit instanceof Permit.Probe).as("seed %s", seed).isEqualTo(due);
            probing = probing || due;
          }
        }
      }
    }
  }
}
