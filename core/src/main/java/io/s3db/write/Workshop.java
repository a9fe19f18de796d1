package io.s3db.write;

import io.s3db.store.ObjectStore;
import io.s3db.version.HybridClock;

/**
 * What the write protocol works with: one of each per database.
 *
 * @param store where records lie
 * @param clock makes versions
 * @param known versions seen lately
 * @param reader of records
 * @param interceptors below every write
 * @param timing of repetitions
 */
public record Workshop(
    ObjectStore store,
    HybridClock clock,
    KnownVersions known,
    RecordReader reader,
    Interceptors interceptors,
    Timing timing) {
  /** A workshop without interceptors. */
  public static Workshop of(ObjectStore store, HybridClock clock, Timing timing) {
    KnownVersions known = new KnownVersions();
    return new Workshop(
        store, clock, known, new RecordReader(store, clock, known), new Interceptors(), timing);
  }
}
