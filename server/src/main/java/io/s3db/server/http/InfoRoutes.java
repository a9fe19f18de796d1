package io.s3db.server.http;

import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** About the daemon itself. */
final class InfoRoutes {
  private final Daemon daemon;

  InfoRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", "/api/v1/info", this::info),
        Route.read("GET", "/api/v1/openapi.yaml", _ -> contract()),
        Route.read("GET", "/metrics", _ -> metrics()));
  }

  private Answer info(Request request) {
    request.onlyParameters();
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    info.put("version", ServerVersion.text());
    info.put("startedAt", Forms.time(daemon.startedAt()));
    info.put(
        "uptimeSeconds", Duration.between(daemon.startedAt(), Instant.now()).toMillis() / 1000.0);
    info.put("access", request.access().word());
    info.put(
        "database",
        Map.of("name", daemon.database().name(), "address", daemon.database().describe()));
    info.put("replication", replication());
    return Answer.ok(info);
  }

  private Map<String, @Nullable Object> replication() {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("enabled", daemon.configuration().replicates());
    daemon
        .replication()
        .map(ReplicatorPlugin::statistics)
        .ifPresent(figures -> statistics(form, figures));
    form.put("logResource", daemon.configuration().logResource().orElse(null));
    return form;
  }

  private static void statistics(
      Map<String, @Nullable Object> form, ReplicatorStatistics statistics) {
    form.put("writes", statistics.writes());
    form.put("journalBytes", statistics.journalBytes());
    form.put("inDoubt", statistics.inDoubt());
    form.put("unresolved", statistics.unresolved());
    form.put("droppedEvents", statistics.droppedEvents());
  }

  private Answer metrics() {
    return Answer.text(
        200, "text/plain; version=0.0.4; charset=utf-8", daemon.telemetry().scrape());
  }

  private static Answer contract() {
    try (InputStream in =
        Objects.requireNonNull(
            InfoRoutes.class.getResourceAsStream("/io/s3db/server/openapi.yaml"))) {
      return Answer.text(
          200, "application/yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
