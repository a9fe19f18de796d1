package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.catalog.ResourceDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources and their records. */
final class RecordRoutes {
  private static final String ALL = "/api/v1/resources/{resource}";
  private static final String ONE = ALL + "/{id}";

  private final Daemon daemon;

  RecordRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", "/api/v1/resources", this::resources),
        Route.read("GET", ALL, this::list),
        Route.full("POST", ALL, this::insert),
        Route.read("GET", ONE, this::get),
        Route.full("PUT", ONE, this::replace),
        Route.full("PATCH", ONE, this::update),
        Route.full("DELETE", ONE, this::delete));
  }

  private Answer resources(Request request) {
    request.onlyParameters();
    return Answer.ok(
        Map.of(
            "resources",
            daemon.database().resources().stream()
                .map(Resource::definition)
                .map(this::shown)
                .toList()));
  }

  private Map<String, @Nullable Object> shown(ResourceDefinition definition) {
    Map<String, Object> partitions = new LinkedHashMap<>();
    definition.partitions().forEach((name, each) -> partitions.put(name, each.fields()));
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("name", definition.name());
    shown.put("attributes", definition.attributes());
    shown.put("timestamps", definition.timestamps());
    shown.put("behavior", definition.behavior().word());
    shown.put("partitions", partitions);
    shown.put("secrets", definition.secretAttributes());
    shown.put(
        "replicators",
        daemon.replication().map(it -> it.destinationsOf(definition.name())).orElse(List.of()));
    return shown;
  }

  private Answer list(Request request) {
    request.onlyParameters("limit", "cursor", "where");
    Resource resource = daemon.resource(request.path("resource"));
    Search.Found found = Search.of(request, resource).run();
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("items", found.records().stream().map(Document::toMap).toList());
    page.put("cursor", found.cursor());
    return Answer.ok(page);
  }

  private Answer insert(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    if (request.hasType("application/x-ndjson")) {
      return Answer.ok(Lines.insert(resource, request.bytes()));
    }
    Document stored = resource.insert(request.json());
    return Answer.json(201, stored.toMap())
        .with(
            "Location",
            "/api/v1/resources/" + encoded(resource.name()) + "/" + encoded(stored.id()));
  }

  private Answer get(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    return record(request, resource, resource.get(request.path("id")));
  }

  private Answer replace(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    String id = request.path("id");
    return record(request, resource, resource.replace(id, fields(request, id)));
  }

  private Answer update(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    String id = request.path("id");
    return record(request, resource, resource.update(id, fields(request, id)));
  }

  private Answer delete(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    return record(request, resource, resource.delete(request.path("id")));
  }

  /** The body, whose id may only be that of the path. */
  private static Document fields(Request request, String id) {
    Document fields = request.json();
    if (fields.has("id") && !id.equals(fields.get("id"))) {
      throw HttpFailure.body("The body has another id than the path.");
    }
    return fields.without("id");
  }

  private static Answer record(Request request, Resource resource, Document record) {
    return Answer.ok(Hidden.from(request, resource.definition(), record).toMap());
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
