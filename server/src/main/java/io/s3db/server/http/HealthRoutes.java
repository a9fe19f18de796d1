package io.s3db.server.http;

import io.s3db.server.metrics.Telemetry.Complaint;
import java.util.List;
import java.util.Map;

/** Whether the process serves, and whether everything moves. */
final class HealthRoutes {
  private final Daemon daemon;

  HealthRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    // A daemon that closes answers 503 to everything.
    return List.of(
        Route.open("GET", "/health/live", _ -> Answer.ok(Map.of("status", "up"))),
        Route.open("GET", "/health/ready", this::ready));
  }

  private Answer ready(Request request) {
    List<Complaint> complaints = daemon.telemetry().complaints();
    boolean ready = complaints.isEmpty();
    List<Map<String, String>> reasons =
        request.access() == Access.NONE
            ? List.of()
            : complaints.stream()
                .map(
                    each ->
                        Map.of(
                            "replicator", each.replicator(),
                            "state", each.state(),
                            "reason", each.reason()))
                .toList();
    return Answer.json(
        ready ? 200 : 503, Map.of("status", ready ? "ready" : "not-ready", "reasons", reasons));
  }
}
