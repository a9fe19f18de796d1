package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.replicator.options.Options;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What destinations would get of a record. */
final class PreviewRoutes {
  private final Daemon daemon;

  PreviewRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(Route.read("POST", "/api/v1/transform/{resource}", this::preview));
  }

  /** A change that did not happen. */
  private record Change(
      @Nullable Document record, Operation operation, @Nullable Document before) {}

  private Answer preview(Request request) throws InterruptedException {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    Change change =
        ReplicatorRoutes.read(
            request.json(),
            options ->
                new Change(
                    options.isAbsent("id")
                        ? object(options.value("record"))
                        : stored(resource, options.text("id").orElse("")),
                    operation(options),
                    object(options.value("before"))));
    if (change.record() == null) {
      throw HttpFailure.body("The body must have a record, or the id of one.");
    }
    return Answer.ok(
        Map.of(
            "destinations",
            daemon
                .plugin()
                .preview(resource.name(), change.operation(), change.record(), change.before())
                .stream()
                .map(Forms::preview)
                .toList()));
  }

  private static Operation operation(Options options) {
    try {
      return options.text("operation").map(Operation::parse).orElse(Operation.INSERT);
    } catch (IllegalArgumentException e) {
      options.problem("operation", "is an " + e.getMessage());
      return Operation.INSERT;
    }
  }

  /** As replication would see it: secret attributes are never plain text there. */
  private static Document stored(Resource resource, String id) {
    return Hidden.without(resource.definition(), resource.get(id));
  }

  private static @Nullable Document object(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> Document.copyOf(named(map));
      default -> throw HttpFailure.body("A record must be a JSON object.");
    };
  }

  @SuppressWarnings("unchecked") // objects of JSON have text as names
  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }
}
