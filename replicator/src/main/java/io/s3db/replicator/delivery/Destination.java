package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers every change to one destination: in order per record, at least once, until it is
 * accepted, superseded, skipped by rule, or a dead letter.
 *
 * <p>Whatever happens to the destination, to the process or to this object, nothing is lost: a
 * checkpoint is saved only after the destination accepted what is before it. After a crash some
 * changes are sent again, with the same ids and versions.
 *
 * <p>Safe for many threads. Does not close the sink.
 */
public final class Destination {
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final DestinationOptions options;
  private final DeliveryParts parts;
  private final Activity activity = new Activity();
  private final Board board;
  private final Supervisor supervisor;
  private final Streams streams;
  private final Redriver redriver;
  private volatile Mode mode;
  private volatile boolean started;
  private volatile boolean closed;

  /** A destination that does nothing until it is started. */
  public Destination(DestinationOptions options, DeliveryParts parts) {
    this.options = options;
    this.parts = parts;
    this.mode = Mode.load(parts.state(), options.id());
    DestinationContext context =
        new DestinationContext(
            options,
            parts,
            new News(parts.events(), options.id(), parts.timer()),
            activity,
            new Throttle(options.rateLimit(), parts.sink()),
            new DeadKeys(parts.state(), options.id()),
            new Random(parts.random().nextLong()),
            new Signals());
    this.streams = new Streams(context);
    this.redriver = new Redriver(context, streams);
    this.board = new Board(parts.events(), options.id(), parts.timer(), this::status);
    this.supervisor = new Supervisor(options.id(), streams::foldWhatCaughtUp);
  }

  /**
   * Starts delivering where it ended the last time; a new destination begins at the end of the
   * journal. Does not wait for the destination itself. Stays paused or disabled if it was.
   */
  public void start() throws InterruptedException {
    supervisor.run(
        () -> {
          if (!started && !closed) {
            started = true;
            if (mode.kind() == Mode.Kind.ACTIVE) {
              streams.begin();
            }
            board.look();
          }
        });
  }

  /** Stops delivering until {@link #resume}, also across restarts. What comes in waits. */
  public void pause(String reason) throws InterruptedException {
    change(new Mode(Mode.Kind.PAUSED, reason), Mode.Kind.ACTIVE);
  }

  /** Goes on after a pause; begins anew what a bug had stopped. */
  public void resume() throws InterruptedException {
    change(Mode.ACTIVE, Mode.Kind.PAUSED, Mode.Kind.ACTIVE);
  }

  /** Switches it off: it holds nothing in the journal any more. */
  public void disable(String reason) throws InterruptedException {
    change(
        new Mode(Mode.Kind.DISABLED, reason),
        Mode.Kind.ACTIVE,
        Mode.Kind.PAUSED,
        Mode.Kind.NEEDS_SYNC);
  }

  /**
   * Switches it on again, where it ended. If the journal does not reach back that far, it needs
   * sync.
   */
  public void enable() throws InterruptedException {
    change(Mode.ACTIVE, Mode.Kind.DISABLED);
  }

  /** It missed changes and must be copied afresh; until {@link #startOver} it stands still. */
  public void needSync(String reason) throws InterruptedException {
    change(
        new Mode(Mode.Kind.NEEDS_SYNC, reason),
        Mode.Kind.ACTIVE,
        Mode.Kind.PAUSED,
        Mode.Kind.DISABLED);
  }

  /**
   * Begins at a position, whatever was done before: the destination was, or is being, copied
   * afresh. What is parked stays parked.
   */
  public void startOver(Position position) throws InterruptedException {
    refuseWithoutRoom();
    supervisor.run(
        () -> {
          streams.end();
          streams.startAt(position);
          enter(Mode.ACTIVE);
        });
  }

  private void refuseWithoutRoom() {
    Optional<JournalException> full = parts.writer().shortage();
    if (full.isPresent()) {
      throw full.get();
    }
  }

  /** Something done while a destination is not at work. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /**
   * Does something while nothing is under way, and nothing waits in memory: what was not settled is
   * read again afterwards. It stays paused or disabled if it was.
   */
  public void whileStopped(Work work) throws InterruptedException {
    supervisor.run(
        () -> {
          boolean runs = !streams.running().isEmpty();
          streams.end();
          try {
            work.run();
          } finally {
            if (runs && !closed) {
              streams.begin();
            }
          }
        });
  }

  private void change(Mode next, Mode.Kind... from) throws InterruptedException {
    refuseWithoutRoom();
    supervisor.run(
        () -> {
          if (!closed && List.of(from).contains(mode.kind())) {
            next.save(parts.state(), options.id()); // first: if it fails, nothing has changed
            streams.end();
            enter(next);
          }
        });
  }

  private void enter(Mode next) throws InterruptedException {
    next.save(parts.state(), options.id());
    mode = next;
    if (next.kind() == Mode.Kind.ACTIVE && started) {
      streams.begin();
    }
    board.look();
  }

  /** What the streams report; decided by the supervisor. */
  private final class Signals implements Listener {
    @Override
    public void fork(List<Route> routes, Denial denial) {
      supervisor.post(
          () -> {
            streams.fork(routes, denial);
            board.look();
          });
    }

    @Override
    public void gone(String reason) {
      supervisor.post(() -> stopFor(new Mode(Mode.Kind.DISABLED, reason)));
    }

    @Override
    public void missing(String reason) {
      supervisor.post(() -> stopFor(new Mode(Mode.Kind.NEEDS_SYNC, reason)));
    }

    private void stopFor(Mode next) throws InterruptedException {
      if (!closed && mode.kind() == Mode.Kind.ACTIVE) {
        streams.end();
        enter(next);
      }
    }

    @Override
    public void restart() {
      supervisor.post(streams::restart);
    }

    @Override
    public void changed() {
      board.look();
    }
  }

  /** How it stands. Cheap. */
  public DestinationStatus status() {
    Map<String, Standing> routes = new HashMap<>();
    int parked = 0;
    for (Stream stream : streams.running()) {
      parked += stream.parked();
      if (!stream.id().route().isEmpty()) {
        routes.put(stream.id().route(), standing(stream.health()));
      }
    }
    return new DestinationStatus(whole(), routes, parked);
  }

  /** What it is doing. Cheap. */
  public ReplicatorState state() {
    return whole().state();
  }

  private Standing whole() {
    if (closed) {
      return new Standing(ReplicatorState.STOPPED, "", Optional.empty());
    }
    if (!started) {
      return new Standing(ReplicatorState.STARTING, "", Optional.empty());
    }
    @Nullable Stream main = streams.main();
    Optional<JournalException> full = parts.writer().shortage();
    if (mode.kind() == Mode.Kind.ACTIVE && main == null && full.isPresent()) {
      String reason = String.valueOf(full.get().getMessage());
      return new Standing(ReplicatorState.RETRYING, reason, Optional.empty());
    }
    if (mode.kind() != Mode.Kind.ACTIVE || main == null) {
      return new Standing(mode.state(), mode.reason(), Optional.empty());
    }
    return standing(main.health());
  }

  private static Standing standing(Gate.Health health) {
    boolean waits = health.next().isAfter(Instant.MIN) && health.next().isBefore(Instant.MAX);
    return new Standing(
        health.state(), health.reason(), waits ? Optional.of(health.next()) : Optional.empty());
  }

  /** How far it is behind. Costs one small read of the journal. */
  public Lag lag() {
    LagMeter meter = new LagMeter(parts.journal(), parts.timer());
    Optional<Position> saved = streams.savedBelow();
    if (!mode.holdsJournal() || saved.isEmpty()) {
      return Lag.NONE;
    }
    List<Stream> complete = streams.complete();
    Lag worst = Lag.NONE;
    for (Stream stream : complete) {
      Lag lag = meter.measure(stream.doneBelow(), stream.readUpTo(), stream.unsettled());
      worst = lag.events() > worst.events() ? lag : worst;
    }
    return complete.isEmpty() ? meter.measure(saved.get(), saved.get(), 0) : worst;
  }

  /** How many changes of the journal are in memory, waiting for their lanes. */
  int waitingInMemory() {
    return streams.running().stream().mapToInt(Stream::waiting).sum();
  }

  /**
   * Counters, by name: those of outcomes ({@code delivered}, {@code superseded}, {@code skipped},
   * {@code notListed}, {@code deadLettered}, {@code redriven}) since ever, as saved; those of
   * {@code attempts} and {@code failures} since the start of the process.
   */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>(parts.state().counters(options.id()));
    for (Outcome outcome : Outcome.values()) {
      counters.putIfAbsent(outcome.counter(), 0L);
    }
    activity.into(counters);
    return counters;
  }

  /** The position below which this destination will never read again. */
  public Position doneBelow() {
    return mode.holdsJournal()
        ? streams.savedBelow().orElse(Position.START)
        : parts.journal().end();
  }

  /**
   * The position below which everything is settled now, saved or not. What was refused may still be
   * parked. Cheap while it runs.
   */
  public Position settledBelow() {
    return streams.complete().stream()
        .map(Stream::doneBelow)
        .reduce(Position::min)
        .or(streams::savedBelow)
        .orElse(Position.START);
  }

  /**
   * Waits until everything before a position is delivered, superseded, skipped or a dead letter,
   * and nothing is parked.
   *
   * @return whether it is so
   */
  public boolean awaitReplicated(Position position, Duration timeout) throws InterruptedException {
    Instant until = parts.timer().now().plus(timeout);
    while (!isReplicated(position)) {
      if (!parts.timer().now().isBefore(until)) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
    }
    return true;
  }

  private boolean isReplicated(Position position) {
    List<Stream> complete = streams.complete();
    return !complete.isEmpty()
        && complete.stream()
            .allMatch(
                stream -> stream.doneBelow().compareTo(position) >= 0 && stream.parked() == 0);
  }

  /**
   * Sends dead letters again: to this destination only, each in its place among the changes of its
   * record. A mirror is not sent one that a later change has superseded; a destination of events
   * only if told that it may be {@code late}.
   *
   * @param timeout how long to wait for the destination
   */
  public List<RedriveResult> redrive(List<DeliveryId> ids, boolean late, Duration timeout)
      throws InterruptedException {
    return redriver.redrive(ids, late, timeout);
  }

  /** Sends all dead letters again that are not superseded, the oldest first. */
  public List<RedriveResult> redriveAll(Duration timeout) throws InterruptedException {
    return redriver.redriveAll(timeout);
  }

  /**
   * Delivers what is in the journal now, as far as the destination takes it at once, then ends;
   * what is left is delivered after the next start. Returns by the deadline, even if the
   * destination hangs. Idempotent.
   */
  public void close(Duration deadline) throws InterruptedException {
    if (closed) {
      return;
    }
    Instant by = parts.timer().now().plus(deadline);
    drain(parts.timer().now().plus(deadline.multipliedBy(4).dividedBy(5)));
    streams.closeBy(by);
    supervisor.run(
        () -> {
          try {
            streams.end();
          } catch (JournalException e) {
            if (!e.code().equals(StateStore.DISK_FULL)) {
              throw e;
            } // the writer says what could not be saved, when it is closed
          } finally {
            closed = true;
            board.look();
          }
        });
    supervisor.end();
  }

  private void drain(Instant until) throws InterruptedException {
    Position end = parts.journal().end();
    while (streams.running().stream().anyMatch(stream -> drains(stream, end))
        && parts.timer().now().isBefore(until)) {
      TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
    }
  }

  /** Whether waiting brings a stream nearer to a position: not if it waits itself. */
  private static boolean drains(Stream stream, Position end) {
    return stream.health().state() == ReplicatorState.RUNNING
        && stream.doneBelow().compareTo(end) < 0;
  }
}
