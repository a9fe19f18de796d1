package io.s3db.record;

import io.s3db.catalog.Behavior;
import io.s3db.catalog.Catalog;
import io.s3db.catalog.CatalogResource;
import io.s3db.catalog.ResourceDefinition;
import java.time.Instant;
import java.util.Map;

/** Resources for tests. */
final class TestResources {
  private TestResources() {}

  static CatalogResource resource(Behavior behavior, Map<String, Object> attributes) {
    ResourceDefinition definition =
        ResourceDefinition.named("r").attributes(attributes).behavior(behavior).build();
    return Catalog.empty().declare(definition, Instant.EPOCH).resource();
  }

  static RecordCodec codec(Behavior behavior, Map<String, Object> attributes) {
    return RecordCodec.of(resource(behavior, attributes));
  }
}
