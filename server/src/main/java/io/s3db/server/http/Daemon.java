package io.s3db.server.http;

import io.s3db.Resource;
import io.s3db.ResourceNotFoundException;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.options.Nearest;
import io.s3db.server.config.Configuration;
import io.s3db.server.metrics.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the routes work on.
 *
 * @param replication the running plugin, if there is one
 */
record Daemon(
    S3db database,
    Optional<ReplicatorPlugin> replication,
    Configuration configuration,
    Telemetry telemetry,
    Jobs jobs,
    Instant startedAt) {
  Resource resource(String name) {
    return database.resource(name);
  }

  /** The plugin, for routes that are of no use without it. */
  ReplicatorPlugin plugin() {
    return replication
        .filter(it -> configuration.replicates())
        .orElseThrow(
            () ->
                new HttpFailure(
                    409,
                    "NOT_REPLICATING",
                    "This daemon does not replicate.",
                    "Add a section replicator to its configuration."));
  }

  List<ReplicatorStatus> replicators() {
    return replication.map(ReplicatorPlugin::status).orElse(List.of());
  }

  ReplicatorStatus replicator(String id) {
    List<ReplicatorStatus> all = replicators();
    return all.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> missing(id, all.stream().map(ReplicatorStatus::id).toList()));
  }

  private static HttpFailure missing(String id, List<String> ids) {
    return new HttpFailure(
        404,
        "REPLICATOR_NOT_FOUND",
        "There is no replicator '" + id + "'.",
        Nearest.of(id, ids)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse(
                ids.isEmpty() ? "There is none." : "There are " + String.join(", ", ids) + "."));
  }

  /** The definition of a resource, while it exists. */
  Optional<ResourceDefinition> definition(String resource) {
    try {
      return Optional.of(database.resource(resource).definition());
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }
}
