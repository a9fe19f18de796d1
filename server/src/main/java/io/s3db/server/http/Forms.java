package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.Preview;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.server.metrics.Figures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON forms of the contract, for what the library knows. */
final class Forms {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Forms() {}

  /** ISO-8601 in UTC with milliseconds. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  static @Nullable String timeOrNull(@Nullable Instant time) {
    return time == null ? null : time(time);
  }

  static Map<String, @Nullable Object> replicator(
      ReplicatorStatus status, Figures figures, Optional<Job> sync, Optional<Job> verify) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", status.id());
    form.put("driver", status.driver());
    form.put("target", status.target());
    form.put("state", status.state().word());
    form.put("reason", status.reason());
    form.put("nextRetryAt", timeOrNull(status.retryAt()));
    form.put(
        "lag",
        Map.of("events", status.lag().events(), "seconds", status.lag().age().toMillis() / 1000.0));
    form.put("parked", status.parked());
    form.put("deadLetters", status.deadLetters());
    form.put(
        "rates",
        Map.of(
            "delivered", rounded(figures.delivered()),
            "failed", rounded(figures.failed()),
            "skipped", rounded(figures.skipped())));
    form.put("freshness", latency(figures.freshness()));
    form.put("writeLatency", latency(figures.writeLatency()));
    form.put("history", history(figures.history()));
    form.put("counters", new TreeMap<>(status.counters()));
    form.put("routes", status.routes().stream().map(Forms::route).toList());
    form.put("sync", sync.map(Job::form).orElse(null));
    form.put("verify", verify.map(Job::form).orElse(null));
    return form;
  }

  private static Map<String, @Nullable Object> latency(Figures.Latency latency) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("count", latency.count());
    form.put("p50", latency.p50());
    form.put("p95", latency.p95());
    form.put("p99", latency.p99());
    form.put("max", latency.max());
    return form;
  }

  private static Map<String, Object> history(List<Figures.Step> steps) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("seconds", Figures.STEP_SECONDS);
    form.put("delivered", steps.stream().map(Figures.Step::delivered).toList());
    form.put("failed", steps.stream().map(Figures.Step::failed).toList());
    return form;
  }

  private static Map<String, Object> route(ReplicatorStatus.RouteStatus route) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", route.name());
    form.put("resource", route.resource());
    form.put("target", route.target());
    form.put("state", route.state().word());
    form.put("reason", route.reason());
    return form;
  }

  private static double rounded(double rate) {
    return Math.round(rate * 100) / 100.0;
  }

  /** A dead letter, without the secret attributes of its record. */
  static Map<String, @Nullable Object> deadLetter(
      DeadLetter letter, Optional<ResourceDefinition> definition) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", letter.id().toString());
    form.put("replicator", letter.replicator());
    form.put("resource", letter.event().resource());
    form.put("recordId", letter.event().recordId());
    form.put("operation", letter.event().operation().word());
    form.put("target", letter.target());
    form.put("code", letter.code());
    form.put("error", letter.error());
    form.put("attempts", letter.attempts());
    form.put("changedAt", time(letter.event().changedAt()));
    form.put("buriedAt", time(letter.buriedAt()));
    form.put("before", image(letter.event().before(), definition));
    form.put("after", image(letter.event().after(), definition));
    return form;
  }

  private static @Nullable Object image(
      @Nullable Document record, Optional<ResourceDefinition> definition) {
    return record == null
        ? null
        : definition.map(it -> Hidden.without(it, record)).orElse(record).toMap();
  }

  static Map<String, @Nullable Object> preview(Preview preview) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("replicator", preview.replicator());
    form.put("route", preview.route());
    form.put("target", preview.target());
    form.put("outcome", preview.outcome().word());
    form.put("data", preview.data() == null ? null : preview.data().toMap());
    form.put("before", preview.before() == null ? null : preview.before().toMap());
    form.put("error", preview.error().isEmpty() ? null : preview.error());
    return form;
  }

  static Map<String, @Nullable Object> report(VerifyReport report) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("equal", report.isEqual());
    form.put("certificate", report.certificate());
    form.put("routes", report.routes().stream().map(Forms::verified).toList());
    form.put("journal", report.journal().map(JournalForm::of).orElse(null));
    return form;
  }

  private static Map<String, @Nullable Object> verified(VerifyReport.Route route) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("name", route.name());
    form.put("target", route.target());
    form.put("sourceRows", route.sourceRows());
    form.put("destinationRows", route.destinationRows());
    form.put("missing", route.missing());
    form.put("extra", route.extra());
    form.put("different", route.different());
    form.put("retained", route.retained());
    form.put("failed", route.failed());
    form.put("moving", route.moving());
    form.put("repaired", route.repaired());
    form.put("sourceDigest", route.sourceDigest());
    form.put("destinationDigest", route.destinationDigest());
    form.put("examples", route.examples().stream().map(Forms::example).toList());
    return form;
  }

  static Map<String, Object> example(VerifyReport.Example example) {
    return Map.of(
        "kind", example.kind().name().toLowerCase(Locale.ROOT),
        "key", example.key(),
        "detail", example.detail());
  }
}
