package io.s3db.server.http;

import io.s3db.replicator.ReplicatorPlugin;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The jobs there are: tasks of this process, and syncs, which the plugin keeps. */
final class Jobs {
  private static final int MOST = 100;

  private final Optional<ReplicatorPlugin> plugin;
  private final InstantSource time;
  private final AtomicLong number = new AtomicLong();
  private final Map<String, Task> tasks = new LinkedHashMap<>();

  Jobs(Optional<ReplicatorPlugin> plugin, InstantSource time) {
    this.plugin = plugin;
    this.time = time;
  }

  /**
   * Starts a task.
   *
   * @throws HttpFailure if the destination has one of the kind under way
   */
  synchronized Task start(String kind, @Nullable String replicator, Task.Work work) {
    for (Task each : tasks.values()) {
      if (!each.hasEnded() && replicator != null && each.isOf(kind, replicator)) {
        throw new HttpFailure(
            409,
            "CONFLICT",
            "A " + kind + " of '" + replicator + "' is under way.",
            "Wait for it, or cancel it: /api/v1/jobs/" + each.id());
      }
    }
    Task task = new Task(kind + "-" + number.incrementAndGet(), kind, replicator, time, work);
    tasks.put(task.id(), task);
    forgetOld();
    return task.start();
  }

  private void forgetOld() {
    List<Task> ended = tasks.values().stream().filter(Task::hasEnded).toList();
    int tooMany = tasks.size() - MOST;
    ended.stream().limit(Math.max(0, tooMany)).forEach(each -> tasks.remove(each.id()));
  }

  /** All jobs, the latest first; the syncs of each destination before the tasks. */
  List<Job> all() {
    List<Job> all = new ArrayList<>(syncs());
    synchronized (this) {
      all.addAll(List.copyOf(tasks.values()).reversed());
    }
    return all;
  }

  Job job(String id) {
    return all().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new HttpFailure(
                    404,
                    "JOB_NOT_FOUND",
                    "There is no job '" + id + "'.",
                    "See /api/v1/jobs; tasks are forgotten when the daemon ends."));
  }

  /** The latest sync of a destination. */
  Optional<Job> sync(String replicator) {
    return plugin.stream()
        .flatMap(
            it -> it.status(replicator).syncs().stream().map(each -> (Job) new SyncJob(it, each)))
        .findFirst();
  }

  /** The latest task of a kind of a destination. */
  synchronized Optional<Job> latest(String kind, String replicator) {
    return List.copyOf(tasks.values()).reversed().stream()
        .filter(each -> each.isOf(kind, replicator))
        .map(each -> (Job) each)
        .findFirst();
  }

  private List<Job> syncs() {
    return plugin.stream()
        .flatMap(
            it ->
                it.status().stream()
                    .flatMap(status -> status.syncs().stream())
                    .map(each -> (Job) new SyncJob(it, each)))
        .toList();
  }

  /** Ends the tasks. */
  void close() throws InterruptedException {
    List<Task> open;
    synchronized (this) {
      open = tasks.values().stream().filter(each -> !each.hasEnded()).toList();
    }
    for (Task each : open) {
      each.cancel();
    }
  }
}
