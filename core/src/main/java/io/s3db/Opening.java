package io.s3db;

import io.s3db.secret.Vault;
import io.s3db.store.ObjectStore;
import io.s3db.version.HybridClock;
import io.s3db.write.RecordWriter;
import io.s3db.write.Sleeper;
import io.s3db.write.Timing;
import io.s3db.write.Workshop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** Everything a database is opened with. */
record Opening(
    ObjectStore store,
    int concurrency,
    InstantSource time,
    RandomGenerator random,
    Duration maxClockSkew,
    Sleeper sleeper,
    Vault vault) {
  Engine engine() {
    Timing timing = Timing.of(time, sleeper, random);
    HybridClock clock = new HybridClock(time, random.nextLong(), maxClockSkew);
    Workshop workshop = Workshop.of(store, clock, timing);
    return new Engine(
        workshop,
        new RecordWriter(workshop),
        new Crew(concurrency),
        new Crew(concurrency),
        random,
        new AtomicBoolean());
  }

  CatalogueFile catalogue() {
    return new CatalogueFile(store, time, new CatalogueLock(store, time, sleeper, random));
  }
}
