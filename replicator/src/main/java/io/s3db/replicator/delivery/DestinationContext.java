package io.s3db.replicator.delivery;

import java.util.random.RandomGenerator;

/** What the streams of a destination share. */
record DestinationContext(
    DestinationOptions options,
    DeliveryParts parts,
    News news,
    Activity activity,
    Throttle throttle,
    DeadKeys dead,
    RandomGenerator random,
    Listener listener) {}
