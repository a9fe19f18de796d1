package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.RecordNotFoundException;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.log.LogStore;
import java.util.List;
import java.util.stream.Stream;

/** The log resource of the source database. */
record LogResource(Resource resource) implements LogStore {
  private static final long PRUNED_AT_ONCE = 10_000;

  /** Creates the resource, if it is missing. */
  static LogResource in(S3db database, String name) {
    return new LogResource(
        database.createResource(
            ResourceDefinition.named(name)
                .attribute("replicator", "string|required")
                .attribute("resourceName", "string|required")
                .attribute("recordId", "string|required")
                .attribute("operation", "string|required")
                .attribute("status", "string|required")
                .attribute("error", "string|optional")
                .attribute("attempts", "number|required")
                .attribute("timestamp", "number|required")
                .attribute("createdAt", "string|required")
                .attribute("event", "json|optional")
                .behavior(Behavior.BODY_ONLY)
                .build()));
  }

  @Override
  public void put(Document line) {
    resource.upsert(line);
  }

  @Override
  public Stream<String> ids() {
    List<String> ids = resource.listIds(ListOptions.first(PRUNED_AT_ONCE));
    return ids.stream();
  }

  @Override
  public void remove(String id) {
    try {
      resource.delete(id);
    } catch (RecordNotFoundException _) {
      // another process removed it
    }
  }
}
