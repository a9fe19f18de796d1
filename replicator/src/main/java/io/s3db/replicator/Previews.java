package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.Preview.Outcome;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.JournalId;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.route.Routing;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the routes of a configuration to a change that did not happen. */
final class Previews {
  private static final EventId NOBODY = new EventId(new JournalId("0".repeat(16)), 1, 1);

  private Previews() {}

  static List<Preview> of(
      Settings settings,
      Routing routing,
      String resource,
      Operation operation,
      Document record,
      @Nullable Document before)
      throws InterruptedException {
    ChangeEvent event = event(resource, operation, record, before);
    List<Preview> previews = new ArrayList<>();
    for (Settings.Destination each : settings.destinations()) {
      for (Route route : routes(settings, each, resource)) {
        previews.add(preview(each.id(), route, routing.route(route, event)));
      }
    }
    return previews;
  }

  static List<Route> routes(Settings settings, Settings.Destination destination, String resource) {
    return settings.allowed().test(resource)
        ? destination.routes().stream().filter(each -> each.resource().equals(resource)).toList()
        : List.of();
  }

  private static ChangeEvent event(
      String resource, Operation operation, Document record, @Nullable Document before) {
    String id = record.findText("id").orElse("");
    Instant now = Instant.now();
    return switch (operation) {
      case INSERT -> new ChangeEvent.Inserted(NOBODY, resource, id, Version.NONE, now, record);
      case UPDATE ->
          new ChangeEvent.Updated(
              NOBODY, resource, id, Version.NONE, now, before == null ? record : before, record);
      case DELETE -> new ChangeEvent.Deleted(NOBODY, resource, id, Version.NONE, now, record);
    };
  }

  private static Preview preview(String replicator, Route route, Routed routed) {
    return switch (routed) {
      case Routed.Row(@Nullable Document before, Document data) ->
          preview(replicator, route, Outcome.ROW, data, before, "");
      case Routed.Null() -> preview(replicator, route, Outcome.SKIPPED, null, null, "");
      case Routed.NotListed() -> preview(replicator, route, Outcome.NOT_LISTED, null, null, "");
      case Routed.Failed(Exception cause) ->
          preview(
              replicator,
              route,
              Outcome.FAILED,
              null,
              null,
              cause.getMessage() == null ? cause.toString() : cause.getMessage());
    };
  }

  private static Preview preview(
      String replicator,
      Route route,
      Outcome outcome,
      @Nullable Document data,
      @Nullable Document before,
      String error) {
    return new Preview(replicator, route.name(), route.target(), outcome, data, before, error);
  }
}
