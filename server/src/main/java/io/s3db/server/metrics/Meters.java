package io.s3db.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.s3db.replicator.ReplicationEvent.Attempted;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.ReplicatorStatistics;
import io.s3db.replicator.ReplicatorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The metrics, by name. {@code docs/metrics.md} lists them. */
final class Meters implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
    Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
    Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5),
    Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5)
  };

  /** What became of changes: the word in the metric, and the counter. */
  private enum Became {
    DELIVERED("delivered"),
    SKIPPED("skipped"),
    NOT_LISTED("notListed"),
    SUPERSEDED("superseded"),
    DEAD_LETTERED("deadLettered"),
    REDRIVEN("redriven"),
    LOST("lost");

    private final String counter;

    Became(String counter) {
      this.counter = counter;
    }
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  // The registry itself does not keep what it asks.
  private final List<Object> asked = new ArrayList<>();

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Those of one destination, as its status says. */
  void destination(ReplicatorStatus first, Supplier<ReplicatorStatus> status) {
    asked.add(status);
    Tags tags = Tags.of("replicator", first.id(), "driver", first.driver());
    for (Became each : Became.values()) {
      counter(
          "s3db.replicator.changes",
          "What became of changes",
          tags.and("outcome", each.name().toLowerCase(Locale.ROOT)),
          status,
          now -> count(now, each.counter));
    }
    for (String each : List.of("unavailable", "denied", "refused")) {
      counter(
          "s3db.replicator.failures",
          "Attempts that failed, by class",
          tags.and("class", each),
          status,
          now -> count(now, "failures." + each));
    }
    counter(
        "s3db.replicator.attempts",
        "Attempts to write",
        tags,
        status,
        now -> count(now, "attempts"));
    gauge(
        "s3db.replicator.lag.events",
        "Changes that are not settled",
        tags,
        status,
        now -> now.lag().events());
    Gauge.builder("s3db.replicator.lag", status, s -> s.get().lag().age().toMillis() / 1000.0)
        .description("The age of the oldest change that is not settled")
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
    gauge(
        "s3db.replicator.parked",
        "Changes that were refused and are tried again",
        tags,
        status,
        ReplicatorStatus::parked);
    gauge(
        "s3db.replicator.dead.letters",
        "Changes that were refused for good",
        tags,
        status,
        ReplicatorStatus::deadLetters);
    for (ReplicatorState each : ReplicatorState.values()) {
      gauge(
          "s3db.replicator.state",
          "1 for what the destination is doing",
          tags.and("state", each.word()),
          status,
          now -> now.state() == each ? 1 : 0);
    }
    timer("s3db.replicator.freshness", first.id());
    timer("s3db.replicator.write", first.id());
    batches(first.id());
    bytes(first.id());
  }

  /** Those of the plugin as a whole. */
  void plugin(ReplicatorPlugin plugin, BooleanSupplier ready) {
    asked.add(plugin);
    asked.add(ready);
    Gauge.builder("s3db.journal.bytes", plugin, it -> it.statistics().journalBytes())
        .description("The size of the journal")
        .register(registry);
    total(
        "s3db.writes",
        "Writes of replicated resources that took effect",
        plugin,
        ReplicatorStatistics::writes);
    Gauge.builder("s3db.writes.in.doubt", plugin, it -> it.statistics().inDoubt())
        .description("Writes whose fate is being looked into")
        .register(registry);
    total(
        "s3db.writes.unresolved",
        "Writes of which nobody can know",
        plugin,
        ReplicatorStatistics::unresolved);
    total(
        "s3db.events.dropped",
        "Events that listeners were too slow for",
        plugin,
        ReplicatorStatistics::droppedEvents);
    Gauge.builder("s3db.ready", ready, it -> it.getAsBoolean() ? 1 : 0)
        .description("1 if every destination does its work")
        .register(registry);
  }

  private void total(
      String name,
      String what,
      ReplicatorPlugin plugin,
      ToLongFunction<ReplicatorStatistics> figure) {
    FunctionCounter.builder(name, plugin, it -> figure.applyAsLong(it.statistics()))
        .description(what)
        .register(registry);
  }

  void fresh(String replicator, Duration age) {
    timer("s3db.replicator.freshness", replicator).record(age.isNegative() ? Duration.ZERO : age);
  }

  void attempted(Attempted event) {
    timer("s3db.replicator.write", event.replicator()).record(event.took());
    batches(event.replicator()).record(event.changes());
    if (event.failure().isEmpty()) {
      bytes(event.replicator()).increment((double) event.bytes());
    }
  }

  void request(String method, String route, int status, long nanos) {
    Timer.builder("s3db.http.requests")
        .description("Requests, by route")
        .tags("method", method, "route", route, "status", Integer.toString(status))
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }

  private Timer timer(String name, String replicator) {
    return Timer.builder(name)
        .description(
            name.endsWith("write") ? "How long a write took" : "From a change to its delivery")
        .tags("replicator", replicator)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private DistributionSummary batches(String replicator) {
    return DistributionSummary.builder("s3db.replicator.batch.changes")
        .description("How many changes were in a write")
        .tags("replicator", replicator)
        .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
        .register(registry);
  }

  private Counter bytes(String replicator) {
    return Counter.builder("s3db.replicator.written")
        .description("Bytes of the changes that were written, as in the journal")
        .baseUnit("bytes")
        .tags("replicator", replicator)
        .register(registry);
  }

  private void counter(
      String name,
      String what,
      Tags tags,
      Supplier<ReplicatorStatus> status,
      ToLongFunction<ReplicatorStatus> figure) {
    FunctionCounter.builder(name, status, it -> figure.applyAsLong(it.get()))
        .description(what)
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      String name,
      String what,
      Tags tags,
      Supplier<ReplicatorStatus> status,
      ToLongFunction<ReplicatorStatus> figure) {
    Gauge.builder(name, status, it -> figure.applyAsLong(it.get()))
        .description(what)
        .tags(tags)
        .register(registry);
  }

  private static long count(ReplicatorStatus status, String counter) {
    return status.counters().getOrDefault(counter, 0L);
  }
}
