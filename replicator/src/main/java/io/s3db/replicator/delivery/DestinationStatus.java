package io.s3db.replicator.delivery;

import java.util.Map;

/**
 * How a destination stands.
 *
 * @param whole the destination as a whole
 * @param routes routes that go their own way, because they had to pause alone, by name
 * @param parked how many changes are parked: refused and tried again, or waiting behind such a one
 */
public record DestinationStatus(Standing whole, Map<String, Standing> routes, int parked) {
  /** Copies the map. */
  public DestinationStatus {
    routes = Map.copyOf(routes);
  }
}
