package io.s3db.replicator.explain;

import io.s3db.plugin.RecordAccess;
import io.s3db.replicator.delivery.DestinationStatus;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.state.RecordState;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an explanation is made from.
 *
 * @param records the source
 * @param writer the id of this process among writers of versions
 * @param allowed which resources may be replicated at all
 * @param ways the destinations, in the order of the configuration
 */
public record Parts(
    Journal journal,
    RecordState state,
    RecordAccess records,
    long writer,
    Routing routing,
    Predicate<String> allowed,
    Recent recent,
    InstantSource time,
    List<Way> ways) {
  /** Copies the ways. */
  public Parts {
    ways = List.copyOf(ways);
  }

  /**
   * A destination.
   *
   * @param address without credentials
   * @param mirror whether later changes may be sent in the place of earlier ones
   * @param routes all of them, those that are not allowed included
   */
  public record Way(
      String id,
      String driver,
      String address,
      boolean mirror,
      List<Route> routes,
      Beginnings beginnings,
      DestinationStatus status) {
    /** Copies the routes. */
    public Way {
      routes = List.copyOf(routes);
    }
  }
}
