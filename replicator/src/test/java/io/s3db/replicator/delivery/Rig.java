package io.s3db.replicator.delivery;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.MemoryJournal;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Router;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A journal, a state and a sink that outlive the destinations between them. */
final class Rig {
  static final Duration LONG = Duration.ofHours(10); // 36 s
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");
  private static final JournalFactory JOURNALS = new JournalFactory();

  final ScriptedSink sink;
  MemoryJournal journal = JOURNALS.make();
  final StateStore store = SqliteState.inMemory();
  final Timer timer = FastTime.timer();
  final List<ReplicationEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, Document> records = new HashMap<>();
  private final Map<String, Version> versions = new HashMap<>();
  private final List<Route> routes = new ArrayList<>();
  private long clock;
  private boolean silent;
  private UnaryOperator<StateStore> around = UnaryOperator.identity();
  private DestinationOptions options;
  private @Nullable StateWriter writer;
  private @Nullable Destination destination;

  private static final class JournalFactory {
    MemoryJournal make() {
      return MemoryJournal.create(1 << 30, new Random(1));
    }
  }

  Rig(ScriptedSink sink) {
    this.sink = sink;
    this.options = DestinationOptions.of("copy").withConcurrency(2).withBatchSize(10);
    store.apply(
        List.of(
            new StateChange.SaveCheckpoint(
                StreamId.main("copy"), Collections.nCopies(Partition.COUNT, Position.START))));
  }

  Rig options(UnaryOperator<DestinationOptions> change) {
    options = change.apply(options);
    return this;
  }

  Rig route(String resource) {
    return route(resource, resource, null, Operation.values());
  }

  Rig route(
      String resource, String target, @Nullable ContextTransform transform, Operation... actions) {
    int mapping = (int) routes.stream().filter(route -> route.resource().equals(resource)).count();
    routes.add(new Route(resource, mapping, target, Set.of(actions), transform, List.of()));
    return this;
  }

  /** Reads the journal of another one. */
  Rig reading(Rig other) {
    journal = other.journal;
    return this;
  }

  /** Puts something around the state. */
  Rig state(UnaryOperator<StateStore> change) {
    around = change;
    return this;
  }

  /** Nobody listens. */
  Rig silent() {
    silent = true;
    return this;
  }

  Rig withoutRoutes() {
    routes.clear();
    return this;
  }

  Destination start() throws InterruptedException {
    return start(Crash.never());
  }

  Destination start(Crash crash) throws InterruptedException {
    sink.crash(crash);
    StateStore state = around.apply(new CrashingState(store, crash));
    StateWriter started = StateWriter.start(state, Duration.ofMillis(2));
    writer = started;
    Router router = new Router(List.copyOf(routes));
    Destination made =
        new Destination(
            options,
            new DeliveryParts(
                journal,
                state,
                started,
                router,
                new Routing(),
                route ->
                    new Target(
                        route.target(),
                        route.resource(),
                        List.of(),
                        route.transform() != null,
                        Map.of()),
                sink,
                sink(),
                timer,
                new Random(7)));
    destination = made;
    made.start();
    return made;
  }

  private EventSink sink() {
    return new EventSink() {
      @Override
      public boolean wanted(Class<? extends ReplicationEvent> type) {
        return !silent;
      }

      @Override
      public void publish(ReplicationEvent event) {
        events.add(event);
      }
    };
  }

  /** Ends the destination without draining it, as a crash would. */
  void kill() throws InterruptedException {
    try {
      Objects.requireNonNull(destination).close(Duration.ZERO);
    } catch (Crash.Died _) {
      // that was wanted
    }
    Objects.requireNonNull(writer).close();
  }

  void close() throws InterruptedException {
    Objects.requireNonNull(destination).close(Duration.ofMinutes(100));
    Objects.requireNonNull(writer).close();
  }

  /** Writes a record: makes it, changes it, or removes it (no document). */
  EventId put(String resource, String id, @Nullable Document after) {
    String place = resource + "/" + id;
    @Nullable Document before = records.get(place);
    if (before == null && after == null) {
      throw new IllegalArgumentException("there is no " + place);
    }
    Operation operation =
        before == null ? Operation.INSERT : after == null ? Operation.DELETE : Operation.UPDATE;
    Version old = versions.getOrDefault(place, Version.NONE);
    Version version = after == null ? old.tombstone() : new Version(++clock << 16, 7, false);
    @Nullable Document full = after == null ? null : after.with("id", id);
    Instant at = START.plusSeconds(++clock);
    Journal.Logged logged =
        journal.intend(
            new PendingWrite(resource, id, operation, version, old, null, before, full, at));
    journal.outcome(logged, Journal.Outcome.APPLIED);
    if (full == null) {
      records.remove(place);
    } else {
      records.put(place, full);
      versions.put(place, version);
    }
    return logged.id();
  }

  EventId put(String id, Object... fields) {
    return put("orders", id, Document.of(fields));
  }

  @Nullable Document record(String resource, String id) {
    return records.get(resource + "/" + id);
  }

  Map<String, Document> records() {
    return records;
  }

  boolean await(Destination which) throws InterruptedException {
    return which.awaitReplicated(journal.end(), LONG);
  }

  void awaitState(Destination which, ReplicatorState state) {
    Awaitility.await().until(() -> which.state() == state);
  }

  List<DeadLetter> dead() throws InterruptedException {
    Objects.requireNonNull(writer).flush();
    return store.deadLetters("copy", DeadLetter.Status.DEAD, 10_000);
  }

  long counter(String name) throws InterruptedException {
    Objects.requireNonNull(writer).flush();
    return store.counters("copy").getOrDefault(name, 0L);
  }

  <E extends ReplicationEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
