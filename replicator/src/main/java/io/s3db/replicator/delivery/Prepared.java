package io.s3db.replicator.delivery;

import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.KeyFields;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The keys of the targets of a stream, once they are made ready, by one lane at a time. */
final class Prepared {
  private final Map<String, KeyFields> keys = new ConcurrentHashMap<>();
  private final Semaphore one = new Semaphore(1);

  @Nullable KeyFields find(Route route) {
    return keys.get(route.name());
  }

  boolean begin() {
    return one.tryAcquire();
  }

  void end() {
    one.release();
  }

  void put(Route route, KeyFields fields) {
    keys.put(route.name(), fields);
  }
}
