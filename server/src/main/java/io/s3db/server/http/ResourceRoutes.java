package io.s3db.server.http;

import io.s3db.Resource;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.server.config.ResourceReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resources: what there are, how many records they have, and how they are declared. */
final class ResourceRoutes {
  private final Daemon daemon;

  ResourceRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", "/api/v1/resources", this::list),
        Route.full("PUT", "/api/v1/resources/{resource}", this::declare),
        Route.read("GET", "/api/v1/count/{resource}", this::count));
  }

  private Answer list(Request request) {
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

  private Answer count(Request request) {
    request.onlyParameters();
    Resource resource = daemon.resource(request.path("resource"));
    return Answer.ok(Map.of("resource", resource.name(), "count", resource.count()));
  }

  /** Creates a resource, or changes the one there is so that it is as wanted. */
  private Answer declare(Request request) {
    request.onlyParameters();
    String name = request.path("resource");
    requireFree(name);
    Optional<ResourceDefinition> wanted =
        ReplicatorRoutes.read(
            request.json(), options -> ResourceReader.read(name, options, options));
    boolean isNew = daemon.definition(name).isEmpty();
    if (!isNew && request.header("if-none-match").filter("*"::equals).isPresent()) {
      throw RecordTag.failed("There is a resource '" + name + "' already.");
    }
    ResourceDefinition declared =
        daemon.database().createResource(wanted.orElseThrow()).definition();
    return Answer.json(isNew ? 201 : 200, shown(declared));
  }

  private void requireFree(String name) {
    boolean configured =
        daemon.configuration().database().resources().stream()
            .anyMatch(each -> each.name().equals(name));
    if (configured || daemon.configuration().logResource().filter(name::equals).isPresent()) {
      throw new HttpFailure(
          409,
          "CONFLICT",
          "The resource '" + name + "' is declared by the configuration of this daemon.",
          "Change it there: what is declared here would end with the next start.");
    }
  }
}
