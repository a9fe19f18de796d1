package io.s3db.replicator;

import io.s3db.ListOptions;
import io.s3db.RecordNotFoundException;
import io.s3db.Resource;
import io.s3db.plugin.PluginContext;
import io.s3db.replicator.backfill.Syncs;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.capture.Watch;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.log.LogWriter;
import io.s3db.replicator.purge.Purger;
import io.s3db.replicator.state.RecordState.Erased;
import io.s3db.replicator.state.StateChange;
import io.s3db.store.KeyPage;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The traces that the parts of a running plugin hold. */
record Erasing(
    PluginContext context,
    Storage storage,
    Capture capture,
    List<Way> ways,
    Optional<LogWriter> logWriter,
    String logResource,
    Explaining explaining,
    Forgetting watch,
    Syncs syncs,
    BiConsumer<String, Long> tellDropped)
    implements Purger.Traces {
  private static final int PAGE = 500;

  /** Explains a record, with all that was settled so far. */
  interface Explaining {
    Explanation explain(String resource, String recordId) throws InterruptedException;
  }

  /** Forgets what a watch knows of a record. */
  interface Forgetting {
    boolean forget(String resource, String recordId) throws InterruptedException;
  }

  @Override
  public Explanation explain(String resource, String recordId) throws InterruptedException {
    return explaining.explain(resource, recordId);
  }

  @Override
  public boolean exists(String resource, String recordId) {
    return context.records().read(resource, recordId).isPresent();
  }

  @Override
  public void whileUnwritten(String resource, String recordId, Purger.Work work)
      throws InterruptedException {
    try (Watch watch = capture.watch(resource, List.of(recordId));
        Watch.Turn _ = watch.turn(recordId)) {
      work.run();
    }
  }

  @Override
  public void whileStopped(Purger.Work work) throws InterruptedException {
    if (logWriter.isPresent()) {
      logWriter.get().whileQuiet(() -> stopFrom(0, work));
    } else {
      stopFrom(0, work);
    }
  }

  private void stopFrom(int index, Purger.Work work) throws InterruptedException {
    if (index == ways.size()) {
      work.run();
    } else {
      ways.get(index).destination().whileStopped(() -> stopFrom(index + 1, work));
    }
  }

  @Override
  public int watch(String resource, String recordId) throws InterruptedException {
    return watch.forget(resource, recordId) ? 1 : 0;
  }

  @Override
  public int journal(String resource, String recordId) {
    return storage.journal().erase(resource, recordId);
  }

  @Override
  public Erased state(String resource, String recordId, boolean rowKeys) {
    syncs.forget(resource, recordId); // first: the erasing rewrites what was overwritten
    return storage.state().records().erase(resource, recordId, rowKeys);
  }

  /** Reads every line: the log has no other way to find those of a record. */
  @Override
  public int log(String resource, String recordId) {
    boolean there =
        context.database().resources().stream().anyMatch(each -> each.name().equals(logResource));
    if (!there) {
      return 0;
    }
    Resource log = context.database().resource(logResource);
    int removed = 0;
    for (String line : linesOf(log, resource, recordId)) {
      try {
        log.delete(line);
        removed++;
      } catch (RecordNotFoundException _) {
        // it was too old meanwhile
      }
    }
    return removed;
  }

  private static List<String> linesOf(Resource log, String resource, String recordId) {
    try (var lines = log.stream(ListOptions.all())) {
      return lines
          .filter(line -> recordId.equals(line.get("recordId")))
          .filter(line -> resource.equals(line.get("resourceName")))
          .map(line -> line.text("id"))
          .toList();
    }
  }

  @Override
  public int claims(String resource, String recordId) {
    String folder = StoredClaims.folder(resource, recordId);
    List<String> claims = new ArrayList<>();
    KeyPage page;
    do {
      page = context.store().keys(folder, claims.isEmpty() ? null : claims.getLast(), PAGE);
      claims.addAll(page.keys());
    } while (page.more() && !page.keys().isEmpty());
    claims.forEach(key -> context.store().delete(ObjectKey.of(key), Precondition.none()));
    return claims.size();
  }

  @Override
  public void dropped(String replicator, long changes) {
    storage.state().apply(List.of(new StateChange.Count(replicator, "erased", changes)));
    tellDropped.accept(replicator, changes);
  }

  @Override
  public Instant now() {
    return context.time().instant();
  }
}
