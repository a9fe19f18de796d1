package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Router;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.state.StateStore;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a destination works with.
 *
 * @param journal where changes come from
 * @param state what must survive
 * @param writer writes the state
 * @param router the routes of the destination
 * @param routing applies them
 * @param targets what a sink must know of a route; asked again after the route was paused
 * @param sink where changes go; closed by whoever opened it
 * @param events told what happens
 * @param timer time
 * @param random chance, for jitter; used by one thread at a time
 */
public record DeliveryParts(
    Journal journal,
    StateStore state,
    StateWriter writer,
    Router router,
    Routing routing,
    Function<Route, Target> targets,
    Sink sink,
    EventSink events,
    Timer timer,
    RandomGenerator random) {}
