package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.spi.SinkException.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * The circuit breaker of a stream, as its lanes use it: they wait here while the destination is not
 * to be disturbed.
 */
final class Gate {
  /** How long a destination that did not let us in is left alone. */
  static final Duration DENIED_PAUSE = Duration.ofSeconds(30);

  private final CircuitBreaker breaker = new CircuitBreaker();
  private final Timer timer;
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Runnable changed;
  private final LongAdder answers = new LongAdder();
  private final Map<Integer, Health> troubles = new TreeMap<>();
  private String reason = "";
  private volatile boolean calm = true;

  /**
   * How it stands.
   *
   * @param reason what went wrong; empty if all is well
   * @param next when it is tried again
   */
  record Health(ReplicatorState state, String reason, Instant next) {
    static final Health WELL = new Health(ReplicatorState.RUNNING, "", Instant.MIN);
  }

  /**
   * What follows from a failed attempt.
   *
   * @param notBefore when the lane may ask again
   * @param announce whether a whole round has failed, the first one of an outage
   */
  record Setback(Instant notBefore, boolean announce) {}

  /** The failed attempts of one lane at one batch. */
  static final class Round {
    private long answersAtFirst;
    private int failures;
    private int rounds;

    /** How many attempts failed. */
    int failures() {
      return failures;
    }
  }

  Gate(Timer timer, RetryPolicy policy, RandomGenerator random, Runnable changed) {
    this.timer = timer;
    this.policy = policy;
    this.random = random;
    this.changed = changed;
  }

  /** Waits until the lane may send. */
  Permit enter(Lane lane) throws Stopped, InterruptedException {
    while (!calm) {
      lane.checkStop();
      Permit permit = ask();
      if (!(permit instanceof Permit.Wait(Instant until))) {
        return permit;
      }
      lane.pause(until);
    }
    return Permit.Go.GO;
  }

  /** Whether every lane may send. */
  boolean isCalm() {
    return calm;
  }

  /** Waits while the destination does not let us in, until it is time to ask again. */
  void awaitProbe(Lane lane) throws Stopped, InterruptedException {
    while (!calm) {
      Instant until = deniedUntil();
      if (!timer.now().isBefore(until)) {
        return;
      }
      lane.pause(until);
    }
  }

  private synchronized Instant deniedUntil() {
    return breaker.isDenied() ? breaker.nextProbe() : Instant.MIN;
  }

  private synchronized Permit ask() {
    return breaker.ask(timer.now());
  }

  /** The destination answered. */
  void answered(int lane, Permit permit) {
    answers.increment();
    if (!calm) {
      update(
          () -> {
            breaker.succeeded(permit);
            troubles.remove(lane);
          });
    }
  }

  /** An attempt failed; the destination may be down. */
  Setback failed(int lane, Permit permit, Unavailable failure, Round round) {
    Setback[] setback = new Setback[1];
    update(
        () -> {
          Instant now = timer.now();
          failure.retryAfter().ifPresent(pause -> breaker.hold(now.plus(pause)));
          if (round.failures++ == 0) {
            // Not from the first attempt on: whoever was answered meanwhile may have been the last.
            round.answersAtFirst = answers.sum();
          }
          reason = String.valueOf(failure.getMessage());
          setback[0] = setback(now, permit, round);
          Instant next = breaker.isClosed() ? setback[0].notBefore() : breaker.nextProbe();
          troubles.put(lane, new Health(ReplicatorState.RETRYING, reason, next));
        });
    return setback[0];
  }

  private Setback setback(Instant now, Permit permit, Round round) {
    if (permit instanceof Permit.Probe(boolean denied)) {
      breaker.open(now.plus(denied ? DENIED_PAUSE : openFor()));
      return new Setback(Instant.MIN, false);
    }
    if (!policy.isRound(round.failures)) {
      return new Setback(now.plus(policy.pauseInRound(round.failures, random)), false);
    }
    round.rounds++;
    if (answers.sum() > round.answersAtFirst) { // others get through: it is this lane alone
      Duration pause = policy.pauseAfterRound(round.rounds, random);
      return new Setback(now.plus(pause), round.rounds == 1);
    }
    boolean first = breaker.isClosed();
    if (first) {
      breaker.open(now.plus(openFor()));
    }
    return new Setback(Instant.MIN, first);
  }

  private Duration openFor() {
    return policy.pauseAfterRound(breaker.nextOpening(), random);
  }

  /**
   * The destination does not let us in.
   *
   * @return whether it did until now
   */
  boolean denied(String message) {
    boolean[] known = new boolean[1];
    update(
        () -> {
          known[0] = breaker.isDenied();
          breaker.deny(timer.now().plus(DENIED_PAUSE));
          String sentence = message.endsWith(".") ? message : message + ".";
          reason = sentence + " Changes wait for it; it is tried again every 30 s.";
        });
    return !known[0];
  }

  /** What was permitted was not done. */
  void release(Permit permit) {
    if (permit instanceof Permit.Probe) {
      update(() -> breaker.release(permit));
    }
  }

  synchronized Health health() {
    if (breaker.isDenied()) {
      return new Health(ReplicatorState.DENIED, reason, breaker.nextProbe());
    }
    if (!breaker.isClosed()) {
      return new Health(ReplicatorState.RETRYING, reason, breaker.nextProbe());
    }
    return troubles.values().stream().findFirst().orElse(Health.WELL);
  }

  private void update(Runnable change) {
    synchronized (this) {
      change.run();
      boolean held = timer.now().isBefore(breaker.nextProbe());
      calm = breaker.isClosed() && troubles.isEmpty() && !held;
    }
    changed.run();
  }
}
