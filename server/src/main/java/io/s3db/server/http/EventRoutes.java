package io.s3db.server.http;

import io.s3db.json.Json;
import io.s3db.replicator.options.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The live tail. */
final class EventRoutes {
  private static final List<String> TYPES =
      List.of(
          "replicated",
          "replicator_error",
          "dead_lettered",
          "skipped",
          "superseded",
          "redriven",
          "state_changed",
          "warned",
          "sync_changed",
          "verified",
          "detached");

  private final Daemon daemon;
  private final Traffic traffic;

  EventRoutes(Daemon daemon, Traffic traffic) {
    this.daemon = daemon;
    this.traffic = traffic;
  }

  List<Route> routes() {
    return List.of(Route.read("GET", "/api/v1/events", this::tail));
  }

  private Answer tail(Request request) {
    request.onlyParameters("replicator", "resource", "record", "type");
    request.parameter("replicator").ifPresent(daemon::replicator);
    Predicate<Map<String, @Nullable Object>> wanted =
        equal(request, "replicator")
            .and(equal(request, "resource"))
            .and(equal(request, "record"))
            .and(types(request.parameter("type")));
    Traffic.Pass pass = traffic.enterStream();
    return Answer.stream(
            "text/event-stream",
            out -> {
              try (pass;
                  Tail tail = Tail.open(daemon.replication(), wanted)) {
                tail.hello(Json.write(Map.of("version", ServerVersion.text())));
                tail.writeTo(out);
              }
            })
        .with("X-Accel-Buffering", "no"); // proxies that collect answers must not collect this one
  }

  private static Predicate<Map<String, @Nullable Object>> equal(Request request, String name) {
    Optional<String> wanted = request.parameter(name);
    return event -> wanted.isEmpty() || wanted.get().equals(event.get(name));
  }

  private static Predicate<Map<String, @Nullable Object>> types(Optional<String> list) {
    if (list.isEmpty()) {
      return _ -> true;
    }
    Set<String> wanted =
        Arrays.stream(list.get().split(",", -1)).map(String::strip).collect(Collectors.toSet());
    for (String each : wanted) {
      if (!TYPES.contains(each)) {
        throw HttpFailure.parameter(
            "type",
            "holds a name of no event"
                + Nearest.of(each, TYPES)
                    .map(near -> ": did you mean '" + near + "'?")
                    .orElse(": there are " + String.join(", ", TYPES)));
      }
    }
    return event -> wanted.contains(String.valueOf(event.get("type")));
  }
}
