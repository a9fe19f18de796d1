package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.route.Route;

/**
 * A record on one route: what is delivered in order, and what is parked.
 *
 * @param route the name of the route, which holds the resource
 */
record RecordKey(String route, String recordId) {
  static RecordKey of(Route route, ChangeEvent event) {
    return new RecordKey(route.name(), event.recordId());
  }
}
