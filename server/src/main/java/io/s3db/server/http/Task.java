package io.s3db.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job that this process does on a thread of its own. */
final class Task implements Job {
  private final String id;
  private final String kind;
  private final @Nullable String replicator;
  private final InstantSource time;
  private final Instant startedAt;
  private final Thread thread;
  private State state = State.RUNNING;
  private String reason = "";
  private @Nullable Instant endedAt;
  private long done;
  private @Nullable Long total;
  private @Nullable Map<String, ? extends @Nullable Object> result;

  /** What a task is doing. */
  private enum State {
    RUNNING,
    FINISHED,
    CANCELLED,
    FAILED
  }

  /** The work of a task; its result is shown. */
  @FunctionalInterface
  interface Work {
    Map<String, ? extends @Nullable Object> run(Task task) throws InterruptedException;
  }

  Task(String id, String kind, @Nullable String replicator, InstantSource time, Work work) {
    this.id = id;
    this.kind = kind;
    this.replicator = replicator;
    this.time = time;
    this.startedAt = time.instant();
    this.thread = Thread.ofVirtual().name("s3db-job-" + id).unstarted(() -> run(work));
  }

  Task start() {
    thread.start();
    return this;
  }

  private void run(Work work) {
    try {
      end(State.FINISHED, "", work.run(this));
    } catch (InterruptedException _) {
      end(State.CANCELLED, "It was cancelled.", null);
    } catch (RuntimeException e) {
      end(State.FAILED, String.valueOf(Failures.of(e).getMessage()), null);
    }
  }

  private synchronized void end(
      State how, String why, @Nullable Map<String, ? extends @Nullable Object> what) {
    state = how;
    reason = why;
    result = what;
    endedAt = time.instant();
  }

  /** How far it is; the total is null while nobody knows it. */
  synchronized void at(long done, @Nullable Long total) {
    this.done = done;
    this.total = total;
  }

  boolean isOf(String kind, String replicator) {
    return this.kind.equals(kind) && replicator.equals(this.replicator);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public synchronized boolean hasEnded() {
    return state != State.RUNNING;
  }

  @Override
  public void await(Duration time) throws InterruptedException {
    thread.join(time);
  }

  @Override
  public void cancel() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
  }

  @Override
  public synchronized Map<String, @Nullable Object> form() {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", id);
    form.put("kind", kind);
    form.put("replicator", replicator);
    form.put("state", state.name().toLowerCase(Locale.ROOT));
    form.put("reason", reason);
    form.put("startedAt", Forms.time(startedAt));
    form.put("endedAt", Forms.timeOrNull(endedAt));
    form.put("progress", progress(done, total));
    form.put("result", result);
    return form;
  }

  static Map<String, @Nullable Object> progress(long done, @Nullable Long total) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("done", done);
    form.put("total", total);
    form.put(
        "fraction", total == null ? null : total == 0 ? 1.0 : Math.min(1, done / (double) total));
    return form;
  }
}
