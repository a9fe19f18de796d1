package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.RecordExistsException;
import io.s3db.RecordNotFoundException;
import io.s3db.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of resources. */
final class RecordRoutes {
  private static final String ALL = "/api/v1/resources/{resource}";
  private static final String ONE = ALL + "/{id}";

  private final Daemon daemon;

  RecordRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", ALL, this::list),
        Route.full("POST", ALL, this::insert),
        Route.read("GET", ONE, this::get),
        Route.full("PUT", ONE, this::replace),
        Route.full("PATCH", ONE, this::update),
        Route.full("DELETE", ONE, this::delete));
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
    return created(resource, resource.insert(request.json()));
  }

  private static Answer created(Resource resource, Document stored) {
    return Answer.json(201, stored.toMap())
        .with("ETag", RecordTag.of(stored))
        .with(
            "Location",
            "/api/v1/resources/" + encoded(resource.name()) + "/" + encoded(stored.id()));
  }

  private Answer get(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    Answer found = record(request, resource, resource.get(request.path("id")));
    String tag = found.headers().getOrDefault("ETag", "");
    return request.header("if-none-match").filter(it -> RecordTag.isKnown(it, tag)).isPresent()
        ? Answer.nothing(304).with("ETag", tag)
        : found;
  }

  private Answer replace(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    String id = request.path("id");
    Document fields = fields(request, id);
    if (request.header("if-none-match").filter("*"::equals).isPresent()) {
      return insertNew(resource, id, fields);
    }
    Optional<String> condition = RecordTag.condition(request);
    try {
      Document written =
          condition.isPresent()
              ? resource.replaceIf(id, fields, it -> RecordTag.require(condition.get(), it))
              : resource.replace(id, fields);
      return record(request, resource, written);
    } catch (RecordNotFoundException _) {
      throw RecordTag.failed("There is no record '" + id + "' any more.");
    }
  }

  private static Answer insertNew(Resource resource, String id, Document fields) {
    try {
      return created(resource, resource.insert(id, fields));
    } catch (RecordExistsException _) {
      throw RecordTag.failed("There is a record '" + id + "' already.");
    }
  }

  private Answer update(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    String id = request.path("id");
    Document fields = fields(request, id);
    Document written =
        RecordTag.condition(request)
            .map(tags -> resource.updateIf(id, fields, it -> RecordTag.require(tags, it)))
            .orElseGet(() -> resource.update(id, fields));
    return record(request, resource, written);
  }

  private Answer delete(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    String id = request.path("id");
    Document deleted =
        RecordTag.condition(request)
            .map(tags -> resource.deleteIf(id, it -> RecordTag.require(tags, it)))
            .orElseGet(() -> resource.delete(id));
    return Answer.ok(Hidden.from(request, resource.definition(), deleted).toMap());
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
    Document seen = Hidden.from(request, resource.definition(), record);
    return Answer.ok(seen.toMap()).with("ETag", RecordTag.of(seen));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
