package io.s3db.server.http;

import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes that were refused for good: looked at, and sent again. */
final class DeadLetterRoutes {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST_IDS = 1000;

  private final Daemon daemon;

  DeadLetterRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", "/api/v1/dead-letters", this::list),
        Route.full("POST", "/api/v1/dead-letters/redrive", this::redrive));
  }

  /** The last letter of a page. */
  private record Cursor(String replicator, DeliveryId id) {
    String text() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((replicator + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    static Cursor parse(String text) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
        return new Cursor(parts[0], DeliveryId.parse(parts[1]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
        throw new HttpFailure(
            400,
            "INVALID_CURSOR",
            "This is no cursor of this list.",
            "Pass the cursor of the page before unchanged, or none for the first page.");
      }
    }
  }

  private Answer list(Request request) throws InterruptedException {
    request.onlyParameters("replicator", "resource", "limit", "cursor");
    int limit = request.limit(DEFAULT_LIMIT);
    String resource = request.parameter("resource").orElse("");
    Optional<Cursor> cursor = request.parameter("cursor").map(Cursor::parse);
    List<DeadLetter> letters = new ArrayList<>();
    boolean reached = cursor.isEmpty();
    for (String id : replicators(request.parameter("replicator"))) {
      boolean here = cursor.isPresent() && cursor.get().replicator().equals(id);
      reached = reached || here;
      if (reached && letters.size() <= limit) {
        @Nullable DeliveryId after = here ? cursor.get().id() : null;
        letters.addAll(
            daemon.plugin().deadLetters(id, resource, after, limit + 1 - letters.size()));
      }
    }
    List<DeadLetter> page = letters.subList(0, Math.min(limit, letters.size()));
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put(
        "items",
        page.stream()
            .map(each -> Forms.deadLetter(each, daemon.definition(each.event().resource())))
            .toList());
    form.put(
        "cursor",
        letters.size() > limit
            ? new Cursor(page.getLast().replicator(), page.getLast().id()).text()
            : null);
    return Answer.ok(form);
  }

  private List<String> replicators(Optional<String> only) {
    return only.isPresent()
        ? List.of(daemon.replicator(only.get()).id())
        : daemon.replicators().stream().map(ReplicatorStatus::id).toList();
  }

  private Answer redrive(Request request) throws InterruptedException {
    request.onlyParameters("wait");
    Redrive redrive = ReplicatorRoutes.read(request.json(), this::read);
    ReplicatorPlugin plugin = daemon.plugin();
    @Nullable String of =
        redrive.replicators().size() == 1 ? redrive.replicators().getFirst() : null;
    return JobRoutes.started(
        request, daemon.jobs().start("redrive", of, task -> redrive.run(plugin, task)));
  }

  private Redrive read(Options options) {
    Optional<String> replicator = options.text("replicator");
    List<DeliveryId> ids = ids(options);
    boolean all = options.bool("all", false);
    boolean late = options.bool("late", false);
    if (ids.isEmpty() != all) {
      options.problem("ids", "or all: true is required, one of them");
    }
    if (!ids.isEmpty() && replicator.isEmpty()) {
      options.problem("replicator", "is required with ids");
    }
    return new Redrive(replicators(replicator), ids, late);
  }

  private static List<DeliveryId> ids(Options options) {
    List<DeliveryId> ids = new ArrayList<>();
    for (String each : options.texts("ids")) {
      try {
        ids.add(DeliveryId.parse(each));
      } catch (IllegalArgumentException _) {
        options.problem("ids", "holds something that is no id of a dead letter");
      }
    }
    if (ids.size() > MOST_IDS) {
      options.problem("ids", "holds more than " + MOST_IDS + ": use all");
    }
    return ids;
  }
}
