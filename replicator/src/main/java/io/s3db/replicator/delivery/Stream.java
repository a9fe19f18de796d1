package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.ErrorText;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of the journal for one destination: a reader and its lanes, from a checkpoint on.
 *
 * <p>It runs once. Whatever changes the routes or the lanes ends it, and another one begins at its
 * checkpoint: the same way as after a crash.
 */
final class Stream implements StateWriter.Source {
  private static final Logger LOG = LoggerFactory.getLogger(Stream.class);
  private static final int QUEUED_BATCHES = 4;
  private static final int LEAST_QUEUED = 256;
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration WITHOUT_ROOM = Duration.ofSeconds(5);

  private final DestinationContext context;
  private final StreamId id;
  private final Predicate<Route> carried;
  private final List<Lane> lanes = new ArrayList<>();
  private final Reader reader;
  private final Gate gate;
  private final Refusals refusals = new Refusals();
  private final Prepared prepared = new Prepared();
  private final CountDownLatch running;
  private volatile boolean stopping;
  private volatile @Nullable String stalled;
  private final StreamCheckpoint checkpoint;

  Stream(
      DestinationContext context,
      StreamId id,
      Predicate<Route> carried,
      List<Position> start,
      List<Parked> parked) {
    this.context = context;
    this.id = id;
    this.carried = carried;
    this.checkpoint = new StreamCheckpoint(id, start, lanes);
    this.gate = new Gate(parts().timer(), options().retry(), context.random(), this::gateChanged);
    int count = options().concurrency();
    Inbox.Limits limits = limits(count);
    for (int i = 0; i < count; i++) {
      lanes.add(lane(i, count, limits, start, parked));
    }
    Position from = lanes.stream().map(l -> l.inbox().upTo()).reduce(Position.START, Position::max);
    Inbox.Limits chunk =
        new Inbox.Limits(
            Math.min(count * options().batchSize(), 8192), options().maxWaitingBytes() / 4 + 1);
    this.reader =
        new Reader(parts().journal(), lanes, chunk, from, parts().timer(), this::isStopping);
    this.running = new CountDownLatch(count + 1);
  }

  private Inbox.Limits limits(int count) {
    int changes = Math.max(QUEUED_BATCHES * options().batchSize(), LEAST_QUEUED);
    return new Inbox.Limits(changes, options().maxWaitingBytes() / 4 / count + 1);
  }

  private Lane lane(
      int number, int count, Inbox.Limits limits, List<Position> start, List<Parked> parked) {
    Position from = start.get(number);
    for (int partition = number; partition < Partition.COUNT; partition += count) {
      from = Position.min(from, start.get(partition));
    }
    Inbox inbox = new Inbox(start, partition -> partition % count == number, from, limits);
    List<Parked> own =
        parked.stream().filter(change -> laneOf(change.event(), count) == number).toList();
    return new Lane(number, this, inbox, own);
  }

  private static int laneOf(io.s3db.replicator.journal.ChangeEvent event, int count) {
    return Partition.of(event.resource(), event.recordId()) % count;
  }

  /** Starts the reader and the lanes. */
  void start() {
    parts().writer().register(this);
    String name = "s3db-" + options().id();
    Thread.ofVirtual().name(name + "-reader").start(() -> guarded("the reader", reader::run));
    for (Lane lane : lanes) {
      String which = "lane " + lane.number();
      Thread.ofVirtual()
          .name(name + "-lane-" + lane.number())
          .start(() -> guarded(which, lane::run));
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Stopped, InterruptedException;
  }

  private void guarded(String who, Work work) {
    try {
      work.run();
    } catch (Stopped _) {
      LOG.debug("{}: {} ended", options().id(), who);
    } catch (JournalException e) {
      if (e.code().equals("JOURNAL_POSITION_MISSING")) {
        context.listener().missing(String.valueOf(e.getMessage()));
      } else if (e.code().equals(StateStore.DISK_FULL)) {
        beginAgain(who, e);
      } else {
        stall(who, e);
      }
    } catch (Throwable e) {
      stall(who, e);
    } finally {
      running.countDown();
    }
  }

  /** Something had to be saved in the middle of a batch: it is done again when there is room. */
  private void beginAgain(String who, JournalException full) {
    if (!stopping) {
      LOG.info("{}: {} begins again at its checkpoint: {}", options().id(), who, full.getMessage());
      context.listener().restart();
    }
  }

  private void stall(String who, Throwable cause) {
    if (!stopping) {
      stalled = who + " stopped because of " + ErrorText.of(cause);
      context.listener().changed();
      LOG.error(
          "{}: {} stalled; nothing is lost, but it does not go on", options().id(), who, cause);
    }
  }

  /** Lanes end at the next batch, or where they wait. */
  void leave() {
    stopping = true;
    reader.ring();
    lanes.forEach(Lane::wake);
  }

  /** Waits until all have ended. */
  boolean awaitEnd(Duration longest) throws InterruptedException {
    return running.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Interrupts calls of the destination; nobody knows whether they took effect. */
  void endNow() {
    leave();
    lanes.forEach(Lane::endNow);
  }

  /** After its end: nobody waits for it any more. */
  void retire() {
    lanes.forEach(Lane::giveBack);
  }

  /** After it was retired, and what is settled was saved: it has nothing more to save. */
  void unregister() {
    parts().writer().unregister(this);
  }

  boolean isStopping() {
    return stopping;
  }

  private void gateChanged() {
    lanes.forEach(Lane::wake);
    context.listener().changed();
  }

  // What lanes report.

  /**
   * A target is not open to us: its routes pause, alone if there are others.
   *
   * @param announcement tells of it; run if it is new
   */
  void targetDenied(List<Route> routes, String reason, Runnable announcement) throws Stopped {
    if (isFork() || routes.isEmpty()) {
      if (gate.denied(reason)) {
        announcement.run();
      }
      return;
    }
    if (!stopping) {
      announcement.run();
    }
    stopping = true;
    context.listener().fork(routes, Denial.of(reason));
    throw new Stopped();
  }

  /** Most of a route is refused for one reason: it pauses. */
  void refusedEnMasse(Route route, Rejection rejection) {
    String reason =
        "%s -> %s: most of the last records were refused with %s: %s"
            .formatted(route.name(), route.target(), rejection.code(), rejection.message());
    if (isFork()) {
      gate.denied(reason);
    } else {
      stopping = true;
      context.listener().fork(List.of(route), new Denial(reason, Optional.of(rejection.code())));
    }
  }

  /** Begins as a route that is not open to us. */
  void beginDenied(Denial denial) {
    denial.code().ifPresent(code -> refusals.expect(id.route(), code));
    gate.denied(denial.reason());
  }

  private boolean isFork() {
    return !id.route().isEmpty();
  }

  // What lanes ask.

  List<Route> routes(String resource) {
    List<Route> all = parts().router().routes(resource);
    for (Route route : all) {
      if (!carried.test(route)) {
        return all.stream().filter(carried).toList();
      }
    }
    return all;
  }

  Optional<Route> route(String name) {
    return parts().router().route(name).filter(carried);
  }

  /** The routes that lead to a target. */
  List<Route> routesOf(String target) {
    return parts().router().all().stream()
        .filter(route -> route.target().equals(target) && carried.test(route))
        .toList();
  }

  boolean isFull(int parkedChanges, long parkedBytes) {
    int count = lanes.isEmpty() ? 1 : lanes.size();
    return parkedChanges >= Math.max(1, options().maxParked() / count)
        || parkedBytes >= Math.max(1, options().maxParkedBytes() / count);
  }

  /** Everything before is settled by all lanes. */
  Position doneBelow() {
    Position lowest = lanes.getFirst().inbox().doneBelow();
    for (Lane lane : lanes) {
      lowest = Position.min(lowest, lane.inbox().doneBelow());
    }
    return lowest;
  }

  Instant soon() {
    return parts().timer().now().plus(SOON);
  }

  // The state.

  @Override
  public List<StateChange> collect() {
    return checkpoint.collect();
  }

  /** Where each partition stands now, saved or not. */
  List<Position> positions() {
    return checkpoint.positions();
  }

  @Override
  public void failed(RuntimeException failure) {
    stall("the state", failure);
    leave();
  }

  @Override
  public void shortageChanged() {
    gateChanged();
  }

  /** Waits while nothing can be saved: what is delivered then would only be delivered again. */
  void awaitRoom(Lane lane) throws Stopped, InterruptedException {
    while (parts().writer().shortage().isPresent()) {
      lane.pause(parts().timer().now().plus(WITHOUT_ROOM));
    }
  }

  // What others ask.

  Gate.Health health() {
    @Nullable String reason = stalled;
    if (reason != null) {
      return new Gate.Health(ReplicatorState.STALLED, reason, Instant.MAX);
    }
    Optional<JournalException> full = parts().writer().shortage();
    if (full.isPresent()) {
      return new Gate.Health(
          ReplicatorState.RETRYING, String.valueOf(full.get().getMessage()), Instant.MIN);
    }
    Gate.Health health = gate.health();
    if (health.state() != ReplicatorState.RUNNING) {
      return health;
    }
    boolean crowded = lanes.stream().map(Lane::parking).anyMatch(p -> isFull(p.count(), p.bytes()));
    return crowded
        ? new Gate.Health(
            ReplicatorState.RETRYING,
            "As many refused records wait to be tried again as may: nothing else is taken until"
                + " they are accepted or given up.",
            Instant.MIN)
        : health;
  }

  int parked() {
    return lanes.stream().mapToInt(lane -> lane.parking().count()).sum();
  }

  int waiting() {
    return lanes.stream().mapToInt(lane -> lane.inbox().waiting()).sum();
  }

  int unsettled() {
    return lanes.stream().mapToInt(lane -> lane.inbox().unsettled()).sum();
  }

  /** Nothing before is unread. */
  Position readUpTo() {
    return lanes.stream().map(lane -> lane.inbox().upTo()).reduce(Position::min).orElseThrow();
  }

  void redrive(Redriving job, DeadLetter letter) {
    lanes.get(laneOf(letter.event(), lanes.size())).redrive(new Redriving.Letter(job, letter));
    if (stopping) {
      lanes.forEach(Lane::giveBack);
    }
  }

  StreamId id() {
    return id;
  }

  Reader reader() {
    return reader;
  }

  Gate gate() {
    return gate;
  }

  Refusals refusals() {
    return refusals;
  }

  Prepared prepared() {
    return prepared;
  }

  DeliveryParts parts() {
    return context.parts();
  }

  DestinationOptions options() {
    return context.options();
  }

  News news() {
    return context.news();
  }

  Throttle throttle() {
    return context.throttle();
  }

  Activity activity() {
    return context.activity();
  }

  DeadKeys dead() {
    return context.dead();
  }

  RandomGenerator random() {
    return context.random();
  }

  Listener listener() {
    return context.listener();
  }
}
