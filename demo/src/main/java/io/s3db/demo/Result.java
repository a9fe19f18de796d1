package io.s3db.demo;

import io.s3db.Document;
import org.jspecify.annotations.Nullable;

/**
 * What was found at one destination.
 *
 * @param name the id of the destination
 * @param driver its driver
 * @param resource the resource that was compared
 * @param source how many records it should show
 * @param delivered changes it acknowledged
 * @param superseded changes that a later one made needless
 * @param skipped changes held back by rule: an action that is not listed, or a null of the
 *     transform
 * @param missing records it should show and does not
 * @param different records it shows with another value in some column
 * @param extra records it shows and should not
 * @param reconnects how often a lost connection was replaced
 * @param retriedBatches how often a batch was sent again
 * @param p50 milliseconds within which half of the watched inserts were seen
 * @param p99 milliseconds within which 99 of 100 were seen
 * @param samples how many inserts were watched
 */
record Result(
    String name,
    String driver,
    String resource,
    long source,
    long delivered,
    long superseded,
    long skipped,
    long missing,
    long different,
    long extra,
    long reconnects,
    long retriedBatches,
    double p50,
    double p99,
    int samples) {
  boolean equal() {
    return missing == 0 && different == 0 && extra == 0;
  }

  Document toDocument() {
    return Document.of(
        "destination", name,
        "driver", driver,
        "resource", resource,
        "source", source,
        "delivered", delivered,
        "superseded", superseded,
        "skipped", skipped,
        "missing", missing,
        "different", different,
        "extra", extra,
        "reconnects", reconnects,
        "retriedBatches", retriedBatches,
        "latencyMillis", Document.of("p50", rounded(p50), "p99", rounded(p99), "samples", samples));
  }

  private static @Nullable Double rounded(double millis) {
    return Double.isNaN(millis) ? null : Math.round(millis * 10) / 10.0;
  }
}
