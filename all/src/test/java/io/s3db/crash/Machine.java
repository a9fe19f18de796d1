package io.s3db.crash;

import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.crash.Life.Place;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.state.SqliteState;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.file.FakeDisk;
import io.s3db.testkit.sink.MemorySink;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.testkit.store.FaultyStore.Fault;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

/** What outlives a process: the bucket, the disk, the state and the destinations. */
final class Machine {
  static final Path FOLDER = Path.of("/journal");
  static final String ITEMS = "items";

  /** The record that no destination takes. */
  static final String POISON = "poison";

  /** The record that the transforms skip. */
  static final String HIDDEN = "hidden";

  final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  final FakeDisk disk;
  final SqliteState state = SqliteState.inMemory();
  final MemorySink mirror = MemorySink.mirror();
  final MemorySink events = MemorySink.events();
  final Random random;

  Machine(long seed) {
    this.random = new Random(seed);
    this.disk = new FakeDisk(new Random(seed + 1));
    mirror.faults().refuse(POISON, Rejection.Kind.PERMANENT, "23514");
    events.faults().refuse(POISON, Rejection.Kind.PERMANENT, "400");
    try (S3db db = S3db.builder().store(store).connect()) {
      db.createResource(ResourceDefinition.named(ITEMS).attribute("n", "number|integer").build());
    }
  }

  /** Prepares the end of a life at a step. */
  void arm(Life life, Place place, int step) {
    if (place == Place.FILES) {
      disk.crashAt(step);
    }
    store.heal();
    store.failOnce(
        call -> call.kind().writes() && life.endsAt(Place.STORE), new Fault.CrashBefore());
    store.failOnce(
        call -> call.kind().writes() && life.endsAt(Place.STORE), new Fault.CrashAfter());
    store.fail(_ -> life.isOver(), new Fault.CrashBefore());
  }

  /** The machine starts again after a life. */
  void restart(FakeDisk.Loss loss) {
    store.heal();
    disk.restart(loss);
  }
}
