package io.s3db.replicator.delivery;

import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands dead letters to the lanes that own their records, and waits for what becomes of them. */
final class Redriver {
  private static final int PAGE = 500;

  private final DestinationContext context;
  private final Streams streams;
  private final Timer timer;

  Redriver(DestinationContext context, Streams streams) {
    this.context = context;
    this.streams = streams;
    this.timer = context.parts().timer();
  }

  List<RedriveResult> redrive(List<DeliveryId> ids, boolean late, Duration timeout)
      throws InterruptedException {
    Instant until = timer.now().plus(timeout);
    context.parts().writer().flush();
    Redriving job = new Redriving(ids, late);
    for (DeliveryId id : ids) {
      Optional<DeadLetter> letter = context.parts().state().deadLetter(context.options().id(), id);
      if (letter.isPresent()) {
        hand(letter.get(), job);
      } else {
        job.report(id, RedriveResult.Outcome.NOT_FOUND, "There is no such dead letter.");
      }
    }
    List<RedriveResult> results = job.await(timer, until);
    context.parts().writer().flush();
    return results;
  }

  /** All that are dead, page by page: refused ones stay, and are passed over. */
  List<RedriveResult> redriveAll(Duration timeout) throws InterruptedException {
    Instant until = timer.now().plus(timeout);
    List<RedriveResult> results = new ArrayList<>();
    Set<DeliveryId> seen = new HashSet<>();
    int kept = 0;
    while (timer.now().isBefore(until)) {
      List<DeliveryId> page = page(kept + PAGE).stream().filter(seen::add).toList();
      if (page.isEmpty()) {
        return results;
      }
      List<RedriveResult> some = redrive(page, false, Duration.between(timer.now(), until));
      kept += (int) some.stream().filter(Redriver::staysDead).count();
      results.addAll(some);
    }
    return results;
  }

  private List<DeliveryId> page(int limit) throws InterruptedException {
    context.parts().writer().flush();
    return context
        .parts()
        .state()
        .deadLetters(context.options().id(), DeadLetter.Status.DEAD, limit)
        .stream()
        .map(DeadLetter::id)
        .toList();
  }

  private static boolean staysDead(RedriveResult result) {
    return result.outcome() != RedriveResult.Outcome.REDRIVEN
        && result.outcome() != RedriveResult.Outcome.SUPERSEDED;
  }

  private void hand(DeadLetter letter, Redriving job) {
    String route = letter.event().resource() + "#" + letter.id().mapping();
    Optional<Stream> stream =
        context.parts().router().route(route).map(Route::name).flatMap(streams::of);
    if (stream.isPresent()) {
      stream.get().redrive(job, letter);
    } else {
      job.report(
          letter.id(),
          RedriveResult.Outcome.NOT_RUNNING,
          "The route " + route + " is not configured any more, or the destination is not running.");
    }
  }
}
