package io.s3db.replicator;

import io.s3db.plugin.PluginContext;
import io.s3db.replicator.backfill.SyncParts;
import io.s3db.replicator.backfill.Syncs;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.capture.JournalRegistration;
import io.s3db.replicator.delivery.StateWriter;
import io.s3db.replicator.explain.Recent;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.log.LogRecorder;
import io.s3db.replicator.log.LogWriter;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.StateStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plugin at work on one database. What is opened is closed in the opposite order: writes are
 * refused first, then destinations drain, and the journal is closed last.
 */
final class Running {
  private final Closers closers = new Closers();
  private final RunningParts parts;
  private final StateWriter writer;
  private final Ways ways;
  private final @Nullable WatchKeeper watch;
  private final Capture capture;
  private final Syncs syncs;
  private final Operations operations;

  private Running(Settings settings, PluginContext context, EventHub hub)
      throws InterruptedException {
    try {
      hub.add(new ConsoleLog(settings.verbose()));
      SecureRandom random = new SecureRandom();
      Storage storage =
          closers.add("the journal", Storage.open(settings.journal(), context, random));
      this.parts = new RunningParts(settings, context, hub, storage, random);
      Recent recent = new Recent(storage.journal().run());
      hub.add(recent);
      Identities identities = new Identities(storage.state(), storage.journal());
      Optional<JournalRegistration> registration = registration();
      Optional<DurableEnd> durable = DurableEnd.of(storage);
      Optional<String> missed =
          registration
              .flatMap(Running::register)
              .or(identities::checkJournal)
              .or(() -> durable.flatMap(DurableEnd::missing));
      identify(identities);
      // The log writes its last lines when everything else is closed.
      Optional<LogWriter> log = openLog();
      this.writer = StateWriter.start(storage.state());
      closers.add("the state", writer::close);
      recordLog();
      this.ways = closers.add("the destinations", new Ways(parts, writer));
      ways.start(missed, identities);
      // Only now: what a crash keeps from being noted is found out again.
      identities.noteJournal();
      registration.ifPresent(JournalRegistration::syncNoted);
      durable.ifPresent(each -> closers.add("the end of the journal", each.start()));
      this.watch = settings.watch().enabled() ? openWatch() : null;
      startKeepers();
      Slips slips = new Slips(settings, parts::resourceNames, id -> ways.find(id).warnings());
      this.capture =
          new Capture(storage.journal(), slips::wants, context.records(), context.time());
      closers.add("capture", () -> capture.close(settings.closeTimeout()));
      if (watch != null) {
        watch.watcher().start(capture);
        closers.add("the watch", watch.watcher()); // ends before capture does
      }
      SyncParts copying = syncParts();
      this.syncs = Syncs.open(copying, ways.all());
      closers.add("the syncs", syncs);
      this.operations =
          new Operations(
              new Operations.Inputs(
                  parts, ways, writer, capture, syncs, copying, recent, log, watch));
      closers.add("the verifications", operations);
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
    return parts.storage().journal() instanceof FileJournal journal
        ? Optional.of(
            new JournalRegistration(
                parts.context().store(),
                journal,
                FileLayer.disk(),
                parts.settings().writer(),
                parts.context().clock().writer(),
                parts.context().time()))
        : Optional.empty();
  }

  private static Optional<String> register(JournalRegistration registration) {
    return switch (registration.register()) {
      case JournalRegistration.Result.Fine _ -> Optional.empty();
      case JournalRegistration.Result.NeedsSync(String reason) -> Optional.of(reason);
    };
  }

  private void identify(Identities identities) {
    List<Settings.Destination> destinations = parts.settings().destinations();
    identities.noteRemoved(
        destinations.stream().map(Settings.Destination::id).collect(Collectors.toSet()),
        parts.context().time().instant());
    for (Settings.Destination each : destinations) {
      planFirstCopy(each, identities);
      identities.check(each);
    }
  }

  /** Before the destination is noted as known: after a crash in between it is planned again. */
  private void planFirstCopy(Settings.Destination destination, Identities identities) {
    if (destination.initialSync() && identities.isNew(destination)) {
      List<String> resources =
          parts.routed(destination).stream().map(Route::resource).distinct().sorted().toList();
      Syncs.plan(
          parts.storage().state(),
          destination.id(),
          resources,
          parts.context().time().instant(),
          parts.random());
    }
  }

  private Optional<LogWriter> openLog() {
    Settings.Log log = parts.settings().log();
    if (!log.persist()) {
      return Optional.empty();
    }
    LogResource resource = LogResource.in(parts.context().database(), log.resource());
    return Optional.of(
        closers.add(
            "the replication log",
            new LogWriter(
                parts.storage().state(), resource, log.retention(), parts.context().time())));
  }

  private void recordLog() {
    Settings.Log log = parts.settings().log();
    if (log.persist()) {
      LogRecorder recorder = new LogRecorder(log.errors(), log.successes(), writer::submit);
      for (Settings.Destination each : parts.settings().destinations()) {
        recorder.resume(parts.storage().state().openLog(each.id()));
      }
      parts.storage().state().consequences(recorder);
      parts.hub().add(recorder);
    }
  }

  private WatchKeeper openWatch() {
    WatchKeeper opened = WatchKeeper.open(parts);
    closers.add("the file of the watch", opened.watcher());
    return opened;
  }

  private void startKeepers() {
    List<JournalKeeper.Holder> holders = new ArrayList<>(ways.all());
    if (watch != null) {
      holders.add(watch);
    }
    PluginContext context = parts.context();
    closers.add(
        "the keeper of the journal",
        new JournalKeeper(
                parts.storage().journal(),
                parts.journalLimit(),
                parts.settings().journal().whenFull(),
                holders,
                parts.warnings("journal"),
                context.time())
            .start());
    closers.add(
        "the keeper of claims",
        new OldClaims(context.store(), context.time(), parts.warnings("claims")).start());
  }

  private SyncParts syncParts() {
    return new SyncParts(
        parts.context().records(),
        capture,
        parts.storage().journal(),
        parts.copiesWaitFrom(),
        parts.storage().state(),
        parts.hub(),
        parts.context().time(),
        System::nanoTime,
        parts.context().clock(),
        parts.random());
  }

  void stop() {
    closers.closeAll();
    parts.hub().close();
  }

  RunningParts parts() {
    return parts;
  }

  Ways ways() {
    return ways;
  }

  Syncs syncs() {
    return syncs;
  }

  Operations operations() {
    return operations;
  }

  Optional<WatchKeeper> watch() {
    return Optional.ofNullable(watch);
  }

  ReplicatorStatus status(Way way) {
    return way.status(syncs.of(way.id()));
  }

  ReplicatorStatistics statistics() {
    return new ReplicatorStatistics(
        capture.writes(),
        parts.storage().journal().size(),
        capture.inDoubt(),
        capture.unresolved(),
        parts.hub().dropped());
  }

  /** The state, with all that was settled so far. */
  StateStore savedState() throws InterruptedException {
    writer.flush();
    return parts.storage().state();
  }
}
