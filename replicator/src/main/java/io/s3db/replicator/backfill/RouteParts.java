package io.s3db.replicator.backfill;

import io.s3db.Operation;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;

/**
 * What the verification of one route works with.
 *
 * @param destination the other side
 * @param reader reads its rows
 * @param catchUp waits until it has everything written until now
 * @param findings what is found
 */
record RouteParts(
    SyncParts parts,
    VerifyTarget destination,
    Verifiable reader,
    Route route,
    Target target,
    VerifyOptions options,
    CatchUp catchUp,
    Repairs repairs,
    VerifyMeter meter,
    Findings findings) {
  /** What is compared of a row of the route. */
  RowForm form() {
    return new RowForm(!route.actions().contains(Operation.UPDATE), options);
  }
}
