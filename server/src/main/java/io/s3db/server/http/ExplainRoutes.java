package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.purge.PurgeOptions;
import java.time.Duration;
import java.util.List;

/** What happened to one record, and the erasure of its traces. */
final class ExplainRoutes {
  private final Daemon daemon;

  ExplainRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", "/api/v1/explain/{resource}/{id}", this::explain),
        Route.full("POST", "/api/v1/purge/{resource}/{id}", this::purge));
  }

  private Answer explain(Request request) throws InterruptedException {
    request.onlyParameters();
    Explanation found = daemon.plugin().explain(request.path("resource"), request.path("id"));
    return Answer.ok(found.toDocument().toMap());
  }

  private Answer purge(Request request) throws InterruptedException {
    request.onlyParameters();
    Document body = request.optionalJson();
    PurgeOptions options =
        ReplicatorRoutes.read(
            body,
            given ->
                new PurgeOptions(
                    given.duration("patience", Duration.ofSeconds(10)),
                    given.bool("force", false),
                    given.bool("existing", false)));
    return Answer.ok(
        daemon
            .plugin()
            .purge(request.path("resource"), request.path("id"), options)
            .toDocument()
            .toMap());
  }
}
