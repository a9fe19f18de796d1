package io.s3db.server.http;

import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.backfill.Sync;
import io.s3db.replicator.backfill.SyncProgress;
import io.s3db.replicator.backfill.SyncStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sync, which the plugin keeps: it outlives this process. */
final class SyncJob implements Job {
  private final ReplicatorPlugin plugin;
  private final SyncStatus asked;

  SyncJob(ReplicatorPlugin plugin, SyncStatus asked) {
    this.plugin = plugin;
    this.asked = asked;
  }

  @Override
  public String id() {
    return asked.id();
  }

  @Override
  public boolean hasEnded() {
    return !now().state().isActive();
  }

  @Override
  public void await(Duration time) throws InterruptedException {
    Optional<Sync> running = running();
    if (running.isPresent()) {
      running.get().await(time);
    }
  }

  @Override
  public void cancel() throws InterruptedException {
    Optional<Sync> running = running();
    if (running.isPresent()) {
      running.get().cancel();
    }
  }

  private Optional<Sync> running() {
    return plugin.runningSync(asked.replicator()).filter(sync -> sync.id().equals(id()));
  }

  private SyncStatus now() {
    ReplicatorStatus status = plugin.status(asked.replicator());
    return status.syncs().stream().filter(each -> each.id().equals(id())).findFirst().orElse(asked);
  }

  @Override
  public Map<String, @Nullable Object> form() {
    SyncStatus status = now();
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", status.id());
    form.put("kind", "sync");
    form.put("replicator", status.replicator());
    form.put("state", status.state().word());
    form.put("reason", status.reason());
    form.put("startedAt", Forms.time(status.startedAt()));
    form.put("endedAt", Forms.timeOrNull(status.ended()));
    form.put("progress", progress(status.progress()));
    form.put("result", null);
    return form;
  }

  private static Map<String, @Nullable Object> progress(SyncProgress progress) {
    @Nullable Long total =
        progress.total().isPresent() ? (Long) progress.total().getAsLong() : null;
    Map<String, @Nullable Object> form = Task.progress(progress.done(), total);
    form.put("copied", progress.copied());
    form.put("superseded", progress.superseded());
    form.put("filtered", progress.filtered());
    form.put("unreadable", progress.unreadable());
    return form;
  }
}
