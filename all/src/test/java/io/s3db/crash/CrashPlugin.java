package io.s3db.crash;

import static org.awaitility.Awaitility.await;

import io.s3db.Operation;
import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.backfill.Receiver;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.SyncParts;
import io.s3db.replicator.backfill.SyncState;
import io.s3db.replicator.backfill.Syncs;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.capture.CaptureOptions;
import io.s3db.replicator.capture.JournalRegistration;
import io.s3db.replicator.delivery.DeliveryParts;
import io.s3db.replicator.delivery.Destination;
import io.s3db.replicator.delivery.DestinationOptions;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.delivery.StateWriter;
import io.s3db.replicator.delivery.Timer;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Router;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import io.s3db.testkit.sink.MemorySink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts of the replicator, put together as the plugin does, on files that can be crashed. */
final class CrashPlugin implements Plugin {
  static final String MIRROR = "mirror";
  static final String EVENTS = "events";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final CaptureOptions CAPTURE =
      new CaptureOptions(
          Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(5));

  private static final Route ROUTE =
      new Route(
          Machine.ITEMS,
          0,
          Machine.ITEMS,
          Set.of(Operation.values()),
          (item, _) -> item.id().equals(Machine.HIDDEN) ? null : item,
          List.of());

  private final Machine machine;
  private final Life life;
  private final StateStore state;
  private final Map<String, Destination> destinations = new TreeMap<>();
  private @Nullable FileJournal journal;
  private @Nullable StateWriter writer;
  private @Nullable Capture capture;
  private @Nullable Syncs syncs;

  CrashPlugin(Machine machine, Life life) {
    this.machine = machine;
    this.life = life;
    this.state = MortalState.of(machine.state, life);
  }

  @Override
  public String name() {
    return "crashing replicator";
  }

  @Override
  public void start(PluginContext context) {
    try {
      FileLayer files = new MortalFiles(machine.disk, life);
      FileJournal opened =
          FileJournal.open(
              Machine.FOLDER,
              JournalOptions.defaults().withSegmentBytes(4096).withTailCacheBytes(1500),
              files,
              context.time(),
              machine.random);
      journal = opened;
      JournalRegistration registration =
          new JournalRegistration(
              context.store(), opened, files, "main", context.clock().writer(), context.time());
      if (registration.register() instanceof JournalRegistration.Result.NeedsSync(String reason)) {
        throw new AssertionError("a false alarm after a crash: " + reason);
      }
      writer = StateWriter.start(state, Duration.ofMillis(2));
      begin(MIRROR, machine.mirror, context);
      begin(EVENTS, machine.events, context);
      registration.syncNoted();
      capture =
          new Capture(opened, Machine.ITEMS::equals, context.records(), context.time(), CAPTURE);
      context.intercept(capture);
      syncs = Syncs.open(syncParts(context, opened, capture), receivers(opened));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private SyncParts syncParts(PluginContext context, FileJournal opened, Capture with) {
    return new SyncParts(
        context.records(),
        with,
        opened,
        Long.MAX_VALUE,
        state,
        EventSink.NONE,
        context.time(),
        System::nanoTime,
        context.clock(),
        machine.random);
  }

  private List<Receiver> receivers(FileJournal from) {
    return destinations.keySet().stream()
        .<Receiver>map(id -> new Copied(id, Objects.requireNonNull(destinations.get(id)), from))
        .toList();
  }

  /** Starts to copy everything to both destinations, unless that was done before. */
  void syncOnce() {
    Syncs now = Objects.requireNonNull(syncs);
    for (String id : List.of(MIRROR, EVENTS)) {
      if (now.of(id).isEmpty()) {
        now.start(id, SyncOptions.all());
      }
    }
  }

  /** Waits until nothing is being copied any more. */
  boolean synced() {
    Syncs now = Objects.requireNonNull(syncs);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(SOON)
        .until(() -> life.isOver() || List.of(MIRROR, EVENTS).stream().allMatch(this::isCopied));
    return !life.isOver() && now.of(MIRROR).size() == 1;
  }

  private boolean isCopied(String id) {
    return Objects.requireNonNull(syncs).of(id).getFirst().state() == SyncState.FINISHED;
  }

  private record Copied(String id, Destination destination, FileJournal journal)
      implements Receiver {
    @Override
    public List<Route> routes() {
      return List.of(ROUTE);
    }

    @Override
    public int window() {
      return 4;
    }

    @Override
    public ReplicatorState state() {
      return destination.state();
    }

    @Override
    public String reason() {
      return destination.status().whole().reason();
    }

    @Override
    public Position settledBelow() {
      return destination.settledBelow();
    }

    @Override
    public void startOver() throws InterruptedException {
      destination.startOver(journal.end());
    }
  }

  private void begin(String id, MemorySink sink, PluginContext context)
      throws InterruptedException {
    FileJournal from = Objects.requireNonNull(journal);
    StreamId main = StreamId.main(id);
    if (state.checkpoint(main).isEmpty()) {
      state.apply(
          List.of(
              new StateChange.SaveCheckpoint(
                  main, Collections.nCopies(Partition.COUNT, from.end()))));
    }
    DeliveryParts parts =
        new DeliveryParts(
            from,
            state,
            Objects.requireNonNull(writer),
            new Router(List.of(ROUTE)),
            new Routing(),
            each -> new Target(each.target(), each.resource(), List.of(), true, Map.of()),
            new MortalSink(sink.connect(), life),
            EventSink.NONE,
            new Timer(context.time()),
            new Random(machine.random.nextLong()));
    Destination destination =
        new Destination(DestinationOptions.of(id).withConcurrency(2).withBatchSize(3), parts);
    destinations.put(id, destination);
    destination.start();
  }

  /** Waits until nothing is in doubt. */
  boolean resolve() {
    Capture now = Objects.requireNonNull(capture);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(SOON)
        .until(() -> now.inDoubt() == 0 || life.isOver());
    return now.inDoubt() == 0;
  }

  /** Waits until everything is delivered, then gives back what the journal need not keep. */
  boolean settle() throws InterruptedException {
    FileJournal from = Objects.requireNonNull(journal);
    Position end = from.end();
    long until = System.nanoTime() + SOON.toNanos();
    for (Destination each : destinations.values()) {
      while (!each.awaitReplicated(end, Duration.ofMillis(20))) {
        if (life.isOver() || System.nanoTime() > until) {
          return false;
        }
      }
    }
    Objects.requireNonNull(writer).flush();
    List<Position> done = new ArrayList<>();
    destinations.values().forEach(each -> done.add(each.doneBelow()));
    from.release(Collections.min(done));
    return true;
  }

  @Override
  public void stop() {
    try {
      if (syncs != null) {
        syncs.close();
      }
      if (capture != null) {
        capture.close(life.isOver() ? Duration.ZERO : SOON);
      }
      for (Destination each : destinations.values()) {
        each.close(life.isOver() ? Duration.ZERO : SOON);
      }
    } catch (Life.Over _) {
      // it was over before
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      closeRest();
    }
  }

  private void closeRest() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      if (journal != null) {
        journal.close();
      }
    }
  }

  /** How the destinations stand, for messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    destinations.forEach((id, each) -> text.append(id).append(' ').append(each.status()));
    return text.toString();
  }
}
