package io.s3db.replicator;

import io.s3db.ResourceNotFoundException;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.plugin.PluginContext;
import io.s3db.replicator.backfill.Coverage;
import io.s3db.replicator.backfill.SyncParts;
import io.s3db.replicator.backfill.Syncs;
import io.s3db.replicator.backfill.Verification;
import io.s3db.replicator.backfill.Verifications;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.backfill.VerifyTarget;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.capture.JournalRegistration;
import io.s3db.replicator.delivery.DeliveryParts;
import io.s3db.replicator.delivery.Destination;
import io.s3db.replicator.delivery.DestinationOptions;
import io.s3db.replicator.delivery.StateWriter;
import io.s3db.replicator.delivery.Timer;
import io.s3db.replicator.explain.Explainer;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.explain.Parts;
import io.s3db.replicator.explain.Recent;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.log.LogRecorder;
import io.s3db.replicator.log.LogWriter;
import io.s3db.replicator.purge.PurgeOptions;
import io.s3db.replicator.purge.PurgeReport;
import io.s3db.replicator.purge.Purger;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Router;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.watch.WatchParts;
import io.s3db.replicator.watch.Watcher;
import io.s3db.replicator.watch.Watching;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plugin at work on one database. What is opened is closed in the opposite order: writes are
 * refused first, then destinations drain, and the journal is closed last.
 */
final class Running {
  private static final long MOST_COPIES = 1L << 30;
  private static final int COPIES_PERCENT = 45;

  private final Settings settings;
  private final PluginContext context;
  private final EventHub hub;
  private final SecureRandom random = new SecureRandom();
  private final Closers closers = new Closers();
  private final List<Way> ways = new ArrayList<>();
  private final Storage storage;
  private final Recent recent;
  private final StateWriter writer;
  private final Capture capture;
  private final @Nullable WatchKeeper watch;
  private final Syncs syncs;
  private @Nullable LogWriter logWriter;
  private final Verifications verifications = new Verifications();

  private Running(Settings settings, PluginContext context, EventHub hub)
      throws InterruptedException {
    this.settings = settings;
    this.context = context;
    this.hub = hub;
    try {
      hub.add(new ConsoleLog(settings.verbose()));
      this.storage = closers.add("the journal", Storage.open(settings.journal(), context, random));
      this.recent = new Recent(storage.journal().run());
      hub.add(recent);
      Identities identities = new Identities(storage.state(), storage.journal());
      Optional<JournalRegistration> registration = registration();
      Optional<String> missed =
          registration.flatMap(Running::register).or(identities::checkJournal);
      identities.noteRemoved(
          settings.destinations().stream()
              .map(Settings.Destination::id)
              .collect(Collectors.toSet()),
          context.time().instant());
      for (Settings.Destination each : settings.destinations()) {
        planFirstCopy(each, identities);
        identities.check(each);
      }
      // The log writes its last lines when everything else is closed.
      openLogResource();
      this.writer = StateWriter.start(storage.state());
      closers.add("the state", writer::close);
      recordLog();
      startDestinations(missed, identities);
      // Only now: what a crash keeps from being noted is found out again.
      identities.noteJournal();
      registration.ifPresent(JournalRegistration::syncNoted);
      this.watch = settings.watch().enabled() ? openWatch() : null;
      startKeeper();
      startOldClaims();
      this.capture =
          new Capture(storage.journal(), settings::wants, context.records(), context.time());
      closers.add("capture", () -> capture.close(settings.closeTimeout()));
      if (watch != null) {
        watch.watcher().start(capture);
        closers.add("the watch", watch.watcher()); // ends before capture does
      }
      this.syncs = Syncs.open(syncParts(), ways);
      closers.add("the syncs", syncs);
      closers.add("the verifications", verifications);
    } catch (RuntimeException | InterruptedException e) {
      closers.closeAll();
      throw e;
    }
  }

  /** Starts everything; waits for no destination. */
  static Running start(Settings settings, PluginContext context, EventHub hub) {
    try {
      Running running = new Running(settings, context, hub);
      context.intercept(running.capture);
      return running;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the ReplicatorPlugin started", e);
    }
  }

  private Optional<JournalRegistration> registration() {
    return storage.journal() instanceof FileJournal journal
        ? Optional.of(
            new JournalRegistration(
                context.store(),
                journal,
                FileLayer.disk(),
                settings.writer(),
                context.clock().writer(),
                context.time()))
        : Optional.empty();
  }

  private static Optional<String> register(JournalRegistration registration) {
    return switch (registration.register()) {
      case JournalRegistration.Result.Fine _ -> Optional.empty();
      case JournalRegistration.Result.NeedsSync(String reason) -> Optional.of(reason);
    };
  }

  private void openLogResource() {
    Settings.Log log = settings.log();
    if (log.persist()) {
      LogResource resource = LogResource.in(context.database(), log.resource());
      logWriter = new LogWriter(storage.state(), resource, log.retention(), context.time());
      closers.add("the replication log", logWriter);
    }
  }

  private void recordLog() {
    Settings.Log log = settings.log();
    if (log.persist()) {
      LogRecorder recorder = new LogRecorder(log.errors(), log.successes(), writer::submit);
      for (Settings.Destination each : settings.destinations()) {
        recorder.resume(storage.state().openLog(each.id()));
      }
      storage.state().consequences(recorder);
      hub.add(recorder);
    }
  }

  private void startDestinations(Optional<String> missed, Identities identities)
      throws InterruptedException {
    closers.add("the destinations", this::closeDestinations);
    for (Settings.Destination each : settings.destinations()) {
      Way way = open(each);
      ways.add(way);
      Optional<String> reason = missed.or(() -> identities.checkReturned(each.id()));
      if (reason.isPresent()) {
        way.needSync(reason.get());
      }
      identities.noteReturned(each.id());
      way.gaps().open(added -> warnOfAdded(way, added));
      way.destination().start();
    }
  }

  /** Records that are there already do not come by themselves. */
  private void warnOfAdded(Way way, Route added) {
    if (hasRecords(added.resource())) {
      way.warnings()
          .warn(
              "ROUTE_ADDED",
              added.name(),
              "'%s' is new at '%s' and is sent the changes made from now on. Its records from before come with a sync of the resource '%s'."
                  .formatted(added.resource(), way.id(), added.resource()));
    }
  }

  private boolean hasRecords(String resource) {
    try {
      return !context.records().ids(resource, null, 1).ids().isEmpty();
    } catch (ResourceNotFoundException _) {
      return false;
    } catch (RuntimeException _) {
      return true; // nobody knows: it is said rather than not
    }
  }

  private Way open(Settings.Destination settings) {
    Warnings warnings = new Warnings(settings.id(), hub, context.time());
    Sink sink = settings.sink().open(new SinkLink(settings, context, storage.state(), warnings));
    DeliveryParts parts =
        new DeliveryParts(
            storage.journal(),
            storage.state(),
            writer,
            new Router(settings.routes(), this.settings.allowed()),
            new Routing(this::definition, warnings::secretLeftOut),
            new Targets(context.database()),
            sink,
            hub,
            Timer.steady(context.time()),
            new Random(random.nextLong()));
    DestinationOptions options =
        DestinationOptions.of(settings.id())
            .withConcurrency(settings.concurrency())
            .withBatchSize(settings.batchSize())
            .withTimeout(settings.timeout())
            .withRetry(settings.retry())
            .withRateLimit(settings.rateLimit());
    Coverage coverage = new Coverage(storage.state(), settings.id());
    return new Way(
        settings,
        new Destination(options, parts),
        sink,
        warnings,
        new RouteGaps(coverage, settings.id(), routed(settings), hub, context.time()),
        new Way.Parts(storage.journal(), storage.state(), hub, context.time(), this::routed));
  }

  /** Before the destination is noted as known: after a crash in between it is planned again. */
  private void planFirstCopy(Settings.Destination destination, Identities identities) {
    if (destination.initialSync() && identities.isNew(destination)) {
      List<String> resources =
          routed(destination).stream().map(Route::resource).distinct().sorted().toList();
      Syncs.plan(storage.state(), destination.id(), resources, context.time().instant(), random);
    }
  }

  private List<Route> routed(Settings.Destination destination) {
    return destination.routes().stream()
        .filter(route -> settings.allowed().test(route.resource()))
        .toList();
  }

  private SyncParts syncParts() {
    return new SyncParts(
        context.records(),
        capture,
        storage.journal(),
        copiesWaitFrom(),
        storage.state(),
        hub,
        context.time(),
        System::nanoTime,
        context.clock(),
        random);
  }

  /** Below the size at which operators are told, and far below the one that detaches. */
  private long copiesWaitFrom() {
    long limit = Storage.limit(settings.journal(), storage.isMemory());
    return limit == Long.MAX_VALUE
        ? storage.journal().size() + MOST_COPIES
        : limit / 100 * COPIES_PERCENT;
  }

  /** The definition of a resource, while it exists. */
  private Optional<ResourceDefinition> definition(String resource) {
    try {
      return Optional.of(context.database().resource(resource).definition());
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }

  private @Nullable Path watchFile() {
    return storage.journal() instanceof FileJournal journal
        ? journal.folder().resolve("watch.db")
        : null;
  }

  private WatchKeeper openWatch() {
    WatchParts parts =
        new WatchParts(
            settings.watch(),
            settings.wanted(),
            context.store(),
            context.records(),
            context.clock(),
            storage.journal(),
            copiesWaitFrom(),
            hub,
            watchFile(),
            context.time(),
            System::nanoTime);
    return new WatchKeeper(closers.add("the file of the watch", Watcher.open(parts)));
  }

  private void startKeeper() {
    List<JournalKeeper.Holder> holders = new ArrayList<>(ways);
    if (watch != null) {
      holders.add(watch);
    }
    closers.add(
        "the keeper of the journal",
        new JournalKeeper(
                storage.journal(),
                Storage.limit(settings.journal(), storage.isMemory()),
                settings.journal().whenFull(),
                holders,
                new Warnings("journal", hub, context.time()),
                context.time())
            .start());
  }

  private void startOldClaims() {
    closers.add(
        "the keeper of claims",
        new OldClaims(context.store(), context.time(), new Warnings("claims", hub, context.time()))
            .start());
  }

  private void closeDestinations() throws InterruptedException {
    List<Thread> closing = new ArrayList<>();
    for (Way way : ways) {
      closing.add(Thread.ofVirtual().name("s3db-close-" + way.id()).start(() -> close(way)));
    }
    for (Thread each : closing) {
      each.join();
    }
  }

  private void close(Way way) {
    Closers own = new Closers();
    own.add("the sink of " + way.id(), way.sink());
    own.add(way.id(), () -> way.destination().close(settings.closeTimeout()));
    own.closeAll();
  }

  void stop() {
    closers.closeAll();
    hub.close();
  }

  Syncs syncs() {
    return syncs;
  }

  Optional<Watching> watching() {
    return Optional.ofNullable(watch).map(each -> each.watcher().handle());
  }

  VerifyReport verify(Way way, VerifyOptions options) throws InterruptedException {
    return verifications.run(way.id(), () -> verification(way, options).run());
  }

  void checkVerify(Way way, VerifyOptions options) throws InterruptedException {
    verification(way, options).check();
  }

  private Verification verification(Way way, VerifyOptions options) throws InterruptedException {
    VerifyTarget target =
        new VerifyTarget(
            way,
            way.settings().driver(),
            way.sink(),
            new Routing(this::definition),
            new Targets(context.database()),
            savedState(),
            way.settings().verifyIgnore());
    return new Verification(syncParts(), target, options);
  }

  Explanation explain(String resource, String id) throws InterruptedException {
    return explain(resource, id, Explainer.LIMIT);
  }

  private Explanation explain(String resource, String id, long limit) throws InterruptedException {
    writer.flush();
    Parts parts =
        new Parts(
            storage.journal(),
            storage.state().records(),
            context.records(),
            context.clock().writer(),
            new Routing(this::definition),
            settings.allowed(),
            recent,
            context.time(),
            ways.stream().map(Way::explained).toList());
    return new Explainer(parts).explain(resource, id, limit);
  }

  PurgeReport purge(String resource, String id, PurgeOptions options) throws InterruptedException {
    Erasing erasing =
        new Erasing(
            context,
            storage,
            capture,
            ways(),
            Optional.ofNullable(logWriter),
            settings.log().resource(),
            (name, record) -> explain(name, record, Long.MAX_VALUE),
            this::forgetWatched,
            syncs,
            this::warnOfDropped);
    return new Purger(erasing).purge(resource, id, options);
  }

  /** What a watch knew stays in its file when it is switched off. */
  private boolean forgetWatched(String resource, String id) throws InterruptedException {
    if (watch != null) {
      return watch.watcher().forget(resource, id);
    }
    @Nullable Path file = watchFile();
    return file != null && Files.exists(file) && Watcher.forget(file, resource, id);
  }

  private void warnOfDropped(String replicator, long changes) {
    new Warnings(replicator, hub, context.time())
        .warn(
            "PURGED",
            "by force",
            "A purge erased " + changes + " changes that were still to be sent there.");
  }

  /** Applies routes, with the definitions there are now. */
  Routing routing() {
    return new Routing(this::definition);
  }

  ReplicatorStatus status(Way way) {
    return way.status(syncs.of(way.id()));
  }

  List<Way> ways() {
    return List.copyOf(ways);
  }

  /** The state, with all that was settled so far. */
  StateStore savedState() throws InterruptedException {
    writer.flush();
    return storage.state();
  }

  /** Where the journal ends now: behind every write that has returned. */
  Position end() {
    return storage.journal().end();
  }

  /** Waits for several destinations to get as far as all writes so far. */
  boolean awaitReplicated(List<Way> some, Duration timeout) throws InterruptedException {
    Position end = end();
    Instant until = Instant.now().plus(timeout);
    for (Way way : some) {
      Duration left = Duration.between(Instant.now(), until);
      if (!way.destination().awaitReplicated(end, left.isNegative() ? Duration.ZERO : left)) {
        return false;
      }
    }
    writer.flush(); // so that counters and dead letters tell of all that was waited for
    return true;
  }

  ReplicatorStatistics statistics() {
    return new ReplicatorStatistics(
        capture.writes(),
        storage.journal().size(),
        capture.inDoubt(),
        capture.unresolved(),
        hub.dropped());
  }

  /** The way of a destination, if it is configured. */
  @Nullable Way way(String id) {
    return ways.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }
}
