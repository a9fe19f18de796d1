package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyProgress;
import io.s3db.replicator.options.Options;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Destinations: how they stand, and what an operator does to them. */
final class ReplicatorRoutes {
  private static final String ALL = "/api/v1/replicators";
  private static final String ONE = ALL + "/{replicator}";

  private final Daemon daemon;

  ReplicatorRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  /** What an operator does to a destination. */
  @FunctionalInterface
  private interface Action {
    void apply(ReplicatorPlugin plugin, String id) throws InterruptedException;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", ALL, this::list),
        Route.read("GET", ONE, this::get),
        action("pause", ReplicatorPlugin::pause),
        action("resume", ReplicatorPlugin::resume),
        action("enable", ReplicatorPlugin::enable),
        action("disable", ReplicatorPlugin::disable),
        Route.full("POST", ONE + "/sync", this::sync),
        Route.full("POST", ONE + "/verify", this::verify));
  }

  private Route action(String name, Action action) {
    return Route.full(
        "POST",
        ONE + "/" + name,
        request -> {
          request.onlyParameters();
          String id = daemon.replicator(request.path("replicator")).id();
          action.apply(daemon.plugin(), id);
          return Answer.ok(form(daemon.replicator(id)));
        });
  }

  private Answer list(Request request) {
    request.onlyParameters();
    return Answer.ok(Map.of("replicators", daemon.replicators().stream().map(this::form).toList()));
  }

  private Answer get(Request request) {
    request.onlyParameters();
    return Answer.ok(form(daemon.replicator(request.path("replicator"))));
  }

  private Map<String, @Nullable Object> form(ReplicatorStatus status) {
    return Forms.replicator(
        status,
        daemon.telemetry().figures(status.id()),
        daemon.jobs().sync(status.id()),
        daemon.jobs().latest("verify", status.id()));
  }

  private Answer sync(Request request) throws InterruptedException {
    request.onlyParameters("wait");
    String id = daemon.replicator(request.path("replicator")).id();
    SyncOptions options = syncOptions(request.optionalJson());
    try {
      return JobRoutes.started(
          request, new SyncJob(daemon.plugin(), daemon.plugin().sync(id, options).status()));
    } catch (IllegalStateException e) {
      throw conflict(e);
    }
  }

  private static HttpFailure conflict(IllegalStateException e) {
    return new HttpFailure(409, "CONFLICT", Failures.sentence(e), null);
  }

  private Answer verify(Request request) throws InterruptedException {
    request.onlyParameters("wait");
    String id = daemon.replicator(request.path("replicator")).id();
    Document body = request.optionalJson();
    ReplicatorPlugin plugin = daemon.plugin();
    try {
      plugin.checkVerify(id, verifyOptions(body, VerifyProgress.NONE));
    } catch (IllegalStateException e) {
      throw conflict(e);
    }
    return JobRoutes.started(
        request, daemon.jobs().start("verify", id, task -> verified(plugin, id, body, task)));
  }

  private static Map<String, @Nullable Object> verified(
      ReplicatorPlugin plugin, String id, Document body, Task task) throws InterruptedException {
    VerifyProgress told =
        (done, total) -> task.at(done, total.isPresent() ? (Long) total.getAsLong() : null);
    try {
      return Forms.report(plugin.verify(id, verifyOptions(body, told)));
    } catch (IllegalStateException e) {
      throw conflict(e); // it was paused meanwhile, say
    }
  }

  private static SyncOptions syncOptions(Document body) {
    return read(
        body,
        options -> {
          SyncOptions.Builder builder =
              SyncOptions.builder().resources(options.texts("resources").toArray(String[]::new));
          int rate = options.count("rateLimit", 0, 1, 1_000_000);
          if (rate > 0) {
            builder.rateLimit(rate);
          }
          Options where = options.nested("where");
          where.names().forEach(name -> builder.where(name, where.value(name)));
          time(options, "changedSince").ifPresent(builder::changedSince);
          time(options, "changedBefore").ifPresent(builder::changedBefore);
          return builder.build();
        });
  }

  private static VerifyOptions verifyOptions(Document body, VerifyProgress progress) {
    return read(
        body,
        options ->
            VerifyOptions.builder()
                .resources(options.texts("resources").toArray(String[]::new))
                .ignore(options.texts("ignore").toArray(String[]::new))
                .repair(options.bool("repair", false))
                .examples(options.count("examples", 10, 0, 1000))
                .patience(options.duration("patience", Duration.ofMinutes(1)))
                .progress(progress)
                .build());
  }

  private static Optional<Instant> time(Options options, String name) {
    try {
      return options.text(name).map(Instant::parse);
    } catch (DateTimeParseException _) {
      options.problem(name, "must be a time such as 2026-01-05T09:00:00Z");
      return Optional.empty();
    }
  }

  /** Options of a body, with all that is wrong with them in one answer. */
  static <T> T read(Document body, Function<Options, T> reader) {
    List<String> problems = new ArrayList<>();
    Options options = Options.of("", body.toMap(), problems);
    T read = reader.apply(options);
    options.finish();
    if (!problems.isEmpty()) {
      throw HttpFailure.body(
          String.join(". ", problems.stream().map(each -> each.substring(1)).distinct().toList())
              + ".");
    }
    return read;
  }
}
