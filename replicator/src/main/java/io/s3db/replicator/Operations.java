package io.s3db.replicator;

import io.s3db.replicator.backfill.SyncParts;
import io.s3db.replicator.backfill.Syncs;
import io.s3db.replicator.backfill.Verification;
import io.s3db.replicator.backfill.Verifications;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.backfill.VerifyTarget;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.delivery.StateWriter;
import io.s3db.replicator.explain.Explainer;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.explain.Parts;
import io.s3db.replicator.explain.Recent;
import io.s3db.replicator.log.LogWriter;
import io.s3db.replicator.purge.PurgeOptions;
import io.s3db.replicator.purge.PurgeReport;
import io.s3db.replicator.purge.Purger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people ask of a running plugin beside replication: verify, explain, purge. */
@SuppressWarnings("try") // closed where interrupts are heeded, never by try-with-resources
final class Operations implements AutoCloseable {
  private final Inputs inputs;
  private final Verifications verifications = new Verifications();

  /** All that these operations look at. */
  record Inputs(
      RunningParts parts,
      Ways ways,
      StateWriter writer,
      Capture capture,
      Syncs syncs,
      SyncParts syncParts,
      Recent recent,
      Optional<LogWriter> log,
      @Nullable WatchKeeper watch) {}

  Operations(Inputs inputs) {
    this.inputs = inputs;
  }

  VerifyReport verify(Way way, VerifyOptions options) throws InterruptedException {
    return verifications.run(way.id(), () -> verification(way, options).run());
  }

  void checkVerify(Way way, VerifyOptions options) throws InterruptedException {
    verification(way, options).check();
  }

  private Verification verification(Way way, VerifyOptions options) throws InterruptedException {
    RunningParts parts = inputs.parts();
    inputs.writer().flush();
    VerifyTarget target =
        new VerifyTarget(
            way,
            way.settings().driver(),
            way.sink(),
            parts.routing(),
            new Targets(parts.context().database()),
            parts.storage().state(),
            way.settings().verifyIgnore());
    return new Verification(inputs.syncParts(), target, options);
  }

  Explanation explain(String resource, String id) throws InterruptedException {
    return explain(resource, id, Explainer.LIMIT);
  }

  private Explanation explain(String resource, String id, long limit) throws InterruptedException {
    RunningParts parts = inputs.parts();
    inputs.writer().flush();
    Parts explained =
        new Parts(
            parts.storage().journal(),
            parts.storage().state().records(),
            parts.context().records(),
            parts.context().clock().writer(),
            parts.routing(),
            parts.settings().allowed(),
            inputs.recent(),
            parts.context().time(),
            inputs.ways().all().stream().map(Way::explained).toList());
    return new Explainer(explained).explain(resource, id, limit);
  }

  PurgeReport purge(String resource, String id, PurgeOptions options) throws InterruptedException {
    RunningParts parts = inputs.parts();
    Erasing erasing =
        new Erasing(
            parts.context(),
            parts.storage(),
            inputs.capture(),
            inputs.ways().all(),
            inputs.log(),
            parts.settings().log().resource(),
            (name, record) -> explain(name, record, Long.MAX_VALUE),
            this::forgetWatched,
            inputs.syncs(),
            this::warnOfDropped);
    return new Purger(erasing).purge(resource, id, options);
  }

  private boolean forgetWatched(String resource, String id) throws InterruptedException {
    @Nullable WatchKeeper watch = inputs.watch();
    return watch == null
        ? WatchKeeper.forget(inputs.parts(), resource, id)
        : watch.watcher().forget(resource, id);
  }

  private void warnOfDropped(String replicator, long changes) {
    inputs
        .parts()
        .warnings(replicator)
        .warn(
            "PURGED",
            "by force",
            "A purge erased " + changes + " changes that were still to be sent there.");
  }

  @Override
  public void close() throws InterruptedException {
    verifications.close();
  }
}
