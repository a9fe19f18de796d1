package io.s3db.replicator.delivery;

import io.s3db.replicator.route.Route;
import java.util.List;

/** What a stream tells its destination. Returns at once. */
interface Listener {
  /** These routes must pause alone. */
  void fork(List<Route> routes, Denial denial);

  /** The destination is gone for good. */
  void gone(String reason);

  /** The journal does not hold what comes next. */
  void missing(String reason);

  /** The stream must begin again at its checkpoint. */
  void restart();

  /** Something about its state changed. */
  void changed();
}
