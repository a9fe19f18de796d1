package io.s3db.server.metrics;

import io.s3db.replicator.ReplicationEvent.Attempted;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.Subscription;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the destinations every second, and measures how long changes and writes take: for rates,
 * health and metrics. Safe for many threads.
 */
public final class Telemetry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  private final Optional<ReplicatorPlugin> plugin;
  private final InstantSource time;
  private final Duration stuckAfter;
  private final Meters meters;
  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;

  private Telemetry(
      Optional<ReplicatorPlugin> plugin, InstantSource time, Duration stuckAfter, Meters meters) {
    this.plugin = plugin;
    this.time = time;
    this.stuckAfter = stuckAfter;
    this.meters = meters;
  }

  /** Begins to look and to measure. */
  public static Telemetry start(
      Optional<ReplicatorPlugin> plugin, InstantSource time, Duration stuckAfter) {
    Telemetry telemetry = new Telemetry(plugin, time, stuckAfter, new Meters());
    plugin.ifPresent(telemetry::measure);
    telemetry.thread = Thread.ofVirtual().name("s3db-telemetry").start(telemetry::lookEverySecond);
    return telemetry;
  }

  private void measure(ReplicatorPlugin measured) {
    for (ReplicatorStatus each : measured.status()) {
      Watched one = new Watched(each, time.instant());
      watched.put(each.id(), one);
      meters.destination(each, one::status);
    }
    meters.plugin(measured, () -> complaints().isEmpty());
    subscriptions.add(measured.on(Replicated.class, this::replicated));
    subscriptions.add(measured.on(Attempted.class, this::attempted));
  }

  private void replicated(Replicated event) {
    Duration age = Duration.between(event.changedAt(), event.at());
    Optional.ofNullable(watched.get(event.replicator())).ifPresent(it -> it.freshness().add(age));
    meters.fresh(event.replicator(), age);
  }

  private void attempted(Attempted event) {
    Optional.ofNullable(watched.get(event.replicator()))
        .ifPresent(it -> it.writes().add(event.took()));
    meters.attempted(event);
  }

  private void lookEverySecond() {
    try {
      while (!closing.await(1, TimeUnit.SECONDS)) {
        look(true);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void look(boolean isSecond) {
    try {
      plugin.ifPresent(it -> it.status().forEach(each -> look(each, isSecond)));
    } catch (RuntimeException e) {
      LOG.debug("the destinations cannot be looked at now", e);
    }
  }

  private void look(ReplicatorStatus status, boolean isSecond) {
    Optional.ofNullable(watched.get(status.id()))
        .ifPresent(it -> it.look(status, time.instant(), isSecond));
  }

  /**
   * How a destination did lately.
   *
   * @throws IllegalArgumentException if there is no such destination
   */
  public Figures figures(String replicator) {
    Watched one = watched.get(replicator);
    if (one == null) {
      throw new IllegalArgumentException("there is no replicator '" + replicator + "'");
    }
    return one.figures();
  }

  /** Why the daemon is not ready; nothing if it is. */
  public List<Complaint> complaints() {
    look(false);
    List<Complaint> complaints = new ArrayList<>();
    watched.forEach(
        (id, one) ->
            one.complaint(time.instant(), stuckAfter)
                .ifPresent(
                    why -> complaints.add(new Complaint(id, one.status().state().word(), why))));
    return complaints;
  }

  /**
   * A destination that does not do its work.
   *
   * @param state the word for what it is doing
   * @param reason one sentence
   */
  public record Complaint(String replicator, String state, String reason) {}

  /** All metrics, in the text form of Prometheus. */
  public String scrape() {
    look(false);
    return meters.scrape();
  }

  /** Notes a request that was answered. */
  public void request(String method, String route, int status, long nanos) {
    meters.request(method, route, status, nanos);
  }

  @Override
  public void close() {
    closing.countDown();
    subscriptions.forEach(Subscription::close);
    Thread looking = thread;
    if (looking != null) {
      looking.interrupt();
    }
    meters.close();
  }
}
