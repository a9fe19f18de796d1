package io.s3db.replicator.backfill;

import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.state.StateStore;
import java.util.List;
import java.util.function.Function;

/**
 * A destination, as far as a verification is concerned.
 *
 * @param receiver the destination
 * @param driver its driver, for messages
 * @param sink reads its rows
 * @param routing applies its routes
 * @param targets what the sink must know of a route
 * @param state where keys of rows are remembered
 * @param ignored fields that are never compared
 */
public record VerifyTarget(
    Receiver receiver,
    String driver,
    Sink sink,
    Routing routing,
    Function<Route, Target> targets,
    StateStore state,
    List<String> ignored) {}
