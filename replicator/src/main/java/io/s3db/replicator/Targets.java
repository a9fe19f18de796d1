package io.s3db.replicator;

import io.s3db.ResourceNotFoundException;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Tells a sink of a route, with the attributes that its resource has in the catalogue now. */
record Targets(S3db database) implements Function<Route, Target> {
  private static final String TIME = "datetime|optional";

  @Override
  public Target apply(Route route) {
    return new Target(
        route.target(),
        route.resource(),
        route.key(),
        route.transform() != null,
        attributes(route.resource()),
        route.actions());
  }

  private Map<String, Object> attributes(String resource) {
    try {
      ResourceDefinition definition = database.resource(resource).definition();
      Map<String, Object> attributes = new LinkedHashMap<>(definition.attributes());
      if (definition.timestamps()) {
        attributes.putIfAbsent("createdAt", TIME);
        attributes.putIfAbsent("updatedAt", TIME);
      }
      return attributes;
    } catch (ResourceNotFoundException _) {
      return Map.of();
    }
  }
}
