package io.s3db.replicator.delivery;

import io.s3db.replicator.delivery.Gate.Round;
import io.s3db.replicator.delivery.Gate.Setback;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.SinkException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Asks the destination for one lane until it answers, waiting where it has to. */
final class Asker {
  private final Lane lane;
  private final Stream stream;
  private final Attempt attempt;

  Asker(Lane lane, Stream stream, Attempt attempt) {
    this.lane = lane;
    this.stream = stream;
    this.attempt = attempt;
  }

  @FunctionalInterface
  interface PermittedCall<T> {
    T run(Permit permit) throws SinkException, InterruptedException;
  }

  /** The change that a failure is told of: the first of the batch. */
  record About(ChangeEvent event, DeliveryId id) {
    static About firstOf(List<Entry> part) {
      Entry first = part.getFirst();
      return new About(first.event(), first.delivery().id());
    }
  }

  /** Asks until the destination answers. */
  <T> Answer<T> ask(PermittedCall<T> call, IntSupplier cost, About about)
      throws Stopped, InterruptedException {
    Round round = new Round();
    while (true) {
      Permit permit = enter(cost.getAsInt());
      stream.activity().attempt();
      try {
        T value = attempt.call(() -> call.run(permit));
        return new Answer.Done<>(value, permit, round.failures() + 1);
      } catch (SinkException e) {
        Optional<Answer<T>> answer = failed(e, permit, round, about);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (InterruptedException | RuntimeException e) {
        stream.gate().release(permit);
        throw e;
      }
    }
  }

  /** Waits until the destination may be asked for so much. */
  private Permit enter(int cost) throws Stopped, InterruptedException {
    while (true) {
      Permit permit = stream.gate().enter(lane);
      Instant now = stream.parts().timer().now();
      Instant from = stream.throttle().reserve(cost, now);
      if (!from.isAfter(now)) {
        return permit;
      }
      stream.gate().release(permit);
      lane.pauseUntil(from);
      if (stream.gate().isCalm()) {
        return Permit.Go.GO;
      }
      stream.throttle().giveBack(cost); // the destination went away meanwhile
    }
  }

  private <T> Optional<Answer<T>> failed(
      SinkException failure, Permit permit, Round round, About about)
      throws Stopped, InterruptedException {
    if (failure instanceof SinkException.BatchRefused refusal) {
      return Optional.of(new Answer.Refused<>(refusal, permit, round.failures() + 1));
    }
    setBack(failure, permit, round, about);
    lane.checkStop();
    return Optional.empty();
  }

  private void setBack(SinkException failure, Permit permit, Round round, About about)
      throws Stopped, InterruptedException {
    String message = String.valueOf(failure.getMessage());
    switch (failure) {
      case SinkException.Unavailable unavailable -> unavailable(unavailable, permit, round, about);
      case SinkException.Denied _ -> {
        stream.activity().denied();
        if (stream.gate().denied(message)) {
          announce(about, message, round.failures() + 1);
        }
      }
      case SinkException.TargetDenied denied -> {
        stream.activity().denied();
        stream.gate().release(permit);
        stream.targetDenied(
            stream.routesOf(denied.target()),
            message,
            () -> announce(about, message, round.failures() + 1));
      }
      case SinkException.Gone _ -> {
        stream.gate().release(permit);
        stream.listener().gone(message);
        throw new Stopped();
      }
      case SinkException.BatchRefused _ ->
          throw new IllegalStateException("a refusal is an answer", failure);
    }
  }

  /** Tells of a failure, by the first change that it holds back; it is tried again. */
  void announce(About about, String message, int attempts) {
    stream.news().failed(about.event(), about.id(), message, attempts, true);
  }

  private void unavailable(
      SinkException.Unavailable failure, Permit permit, Round round, About about)
      throws Stopped, InterruptedException {
    stream.activity().unavailable();
    if (round.failures() == 0) {
      stream.activity().retriedBatch();
    }
    Setback setback = stream.gate().failed(lane.number(), permit, failure, round);
    if (setback.announce()) {
      announce(about, String.valueOf(failure.getMessage()), round.failures());
    }
    lane.pauseUntil(setback.notBefore());
  }
}
