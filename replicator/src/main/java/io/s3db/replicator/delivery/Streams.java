package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a destination: the main one, and those of routes that had to pause alone.
 *
 * <p>Changed by the supervisor only; looked at by all.
 */
final class Streams {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final Duration PARTING = Duration.ofMillis(200);

  private final DestinationContext context;
  private final StateStore state;
  private final StateWriter writer;
  private final StreamId mainId;
  private final Map<StreamId, Stream> running = new ConcurrentHashMap<>();
  private final Map<String, Denial> denials = new HashMap<>();
  private volatile List<Stream> complete = List.of();
  private volatile Instant closeBy = Instant.MAX;
  private boolean begun;

  Streams(DestinationContext context) {
    this.context = context;
    this.state = context.parts().state();
    this.writer = context.parts().writer();
    this.mainId = StreamId.main(context.options().id());
  }

  Collection<Stream> running() {
    return running.values();
  }

  /**
   * Those that run, if that is all of them; none while some are ended and begun again. What all of
   * them have done, the destination has done: of what only some have done that cannot be said.
   */
  List<Stream> complete() {
    return complete;
  }

  @Nullable Stream main() {
    return running.get(mainId);
  }

  /** The stream that carries a route now. */
  Optional<Stream> of(String route) {
    @Nullable Stream own = running.get(fork(route));
    return Optional.ofNullable(own == null ? main() : own);
  }

  private StreamId fork(String route) {
    return new StreamId(mainId.replicator(), route);
  }

  private Set<StreamId> saved() {
    return state.streams().stream()
        .filter(id -> id.replicator().equals(mainId.replicator()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Starts the streams that are not running, where they ended. */
  void begin() throws InterruptedException {
    if (state.checkpoint(mainId).isEmpty()) {
      startAt(context.parts().journal().end());
    }
    Set<StreamId> ids = saved();
    dropRemoved(ids);
    Set<String> forked = ids.stream().map(StreamId::route).collect(Collectors.toSet());
    for (StreamId id : ids) {
      if (!running.containsKey(id)) {
        Stream stream = create(id, forked);
        @Nullable Denial denial = denials.remove(id.route());
        if (denial != null) {
          stream.beginDenied(denial);
        }
        running.put(id, stream);
        stream.start();
      }
    }
    complete = List.copyOf(running.values());
    begun = true;
  }

  private Stream create(StreamId id, Set<String> forked) {
    boolean main = id.equals(mainId);
    Position end = context.parts().journal().end();
    return new Stream(
        context,
        id,
        main ? route -> !forked.contains(route.name()) : route -> route.name().equals(id.route()),
        state.checkpoint(id).orElseThrow(),
        state.parked(id).stream().map(change -> Parked.of(change, end)).toList());
  }

  /** Streams of routes that are not configured any more go back to the main one. */
  private void dropRemoved(Set<StreamId> ids) throws InterruptedException {
    for (StreamId id : List.copyOf(ids)) {
      boolean known = id.equals(mainId) || context.parts().router().route(id.route()).isPresent();
      if (!known) {
        writer.submit(fold(id));
        save();
        ids.remove(id);
      }
    }
  }

  /** Saves that everything begins at a position; no route goes alone. */
  void startAt(Position position) throws InterruptedException {
    for (StreamId id : saved()) {
      if (!id.equals(mainId)) {
        writer.submit(fold(id));
      }
    }
    state.note("began/" + mainId.replicator(), position.toString()); // for those who count
    writer.submit(
        List.of(
            new StateChange.SaveCheckpoint(
                mainId, Collections.nCopies(Partition.COUNT, position))));
    save();
  }

  /** Ends all streams and begins them again at their checkpoints. */
  void restart() throws InterruptedException {
    if (!running.isEmpty()) {
      end();
      begin();
    }
  }

  /** Ends all streams; what they have not settled is done again by the next ones. */
  void end() throws InterruptedException {
    end(List.copyOf(running.values()));
  }

  private void end(List<Stream> streams) throws InterruptedException {
    complete = List.of();
    streams.forEach(Stream::leave);
    Instant patience = context.parts().timer().now().plus(GRACE);
    for (Stream stream : streams) {
      while (!stream.awaitEnd(GLANCE)) {
        Instant now = context.parts().timer().now();
        if (now.isAfter(patience) || now.isAfter(closeBy)) {
          stream.endNow();
        }
        if (now.isAfter(closeBy)) {
          stream.awaitEnd(PARTING);
          break; // what does not heed interrupts even now is not waited for
        }
      }
      running.remove(stream.id());
      stream.retire();
    }
    try {
      save();
    } finally {
      streams.forEach(Stream::unregister);
    }
  }

  /** Saves all; waits while the disk is full, but not when everything is opened or closed. */
  private void save() throws InterruptedException {
    while (true) {
      try {
        writer.flush();
        return;
      } catch (JournalException e) {
        if (!e.code().equals(StateStore.DISK_FULL) || !begun || closeBy.isBefore(Instant.MAX)) {
          throw e;
        }
      }
      TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
    }
  }

  /** From then on, ending does not wait any more. */
  void closeBy(Instant time) {
    closeBy = time;
  }

  /** Lets routes go their own way, from where the main stream stands. */
  void fork(List<Route> routes, Denial denial) throws InterruptedException {
    @Nullable Stream main = main();
    if (main == null || !main.isStopping()) {
      return; // it was ended or begun again meanwhile
    }
    end(List.of(main));
    List<Position> positions = state.checkpoint(mainId).orElseThrow();
    for (Route route : routes) {
      StreamId id = fork(route.name());
      if (!running.containsKey(id)) {
        denials.put(route.name(), denial);
        List<StateChange> changes = new ArrayList<>(move(mainId, id, route.name()));
        changes.add(new StateChange.SaveCheckpoint(id, positions));
        writer.submit(changes);
      }
    }
    save();
    begin();
  }

  /** Takes routes back that are well and stand exactly where the main stream stands. */
  void foldWhatCaughtUp() throws InterruptedException {
    @Nullable Stream main = main();
    if (main == null || running.size() == 1) {
      return;
    }
    for (Stream stream : List.copyOf(running.values())) {
      if (stream != main && isWell(stream) && stream.positions().equals(main.positions())) {
        end(List.of(main, stream));
        if (state.checkpoint(mainId).equals(state.checkpoint(stream.id()))) {
          writer.submit(fold(stream.id()));
          save();
        }
        begin();
        return; // one at a time
      }
    }
  }

  private static boolean isWell(Stream stream) {
    return stream.health().state() == ReplicatorState.RUNNING;
  }

  private List<StateChange> fold(StreamId id) {
    List<StateChange> changes = new ArrayList<>(move(id, mainId, id.route()));
    changes.add(new StateChange.DropStream(id));
    return changes;
  }

  private List<StateChange> move(StreamId from, StreamId to, String route) {
    List<StateChange> changes = new ArrayList<>();
    for (ParkedChange change : state.parked(from)) {
      if ((change.event().resource() + "#" + change.id().mapping()).equals(route)) {
        changes.add(new StateChange.Unpark(from, change.id()));
        changes.add(
            new StateChange.Park(
                new ParkedChange(
                    to,
                    change.id(),
                    change.order(),
                    change.event(),
                    change.attempts(),
                    change.error(),
                    change.dependent(),
                    change.nextAttempt())));
      }
    }
    return changes;
  }

  /** The lowest position that is saved. */
  Optional<Position> savedBelow() {
    return saved().stream()
        .flatMap(id -> state.checkpoint(id).stream())
        .flatMap(List::stream)
        .reduce(Position::min);
  }
}
