package io.s3db;

import io.s3db.store.ObjectStore;
import io.s3db.write.RecordReader;
import io.s3db.write.RecordWriter;
import io.s3db.write.Workshop;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * What the resources of a database share.
 *
 * @param workshop of the write protocol
 * @param writer of records
 * @param reads does reads in parallel
 * @param writes does the writes of bulk operations in parallel
 * @param random makes ids
 * @param closed set once the database is closed: what its resources are asked then is refused
 */
record Engine(
    Workshop workshop,
    RecordWriter writer,
    Crew reads,
    Crew writes,
    RandomGenerator random,
    AtomicBoolean closed)
    implements AutoCloseable {
  ObjectStore store() {
    return workshop.store();
  }

  RecordReader reader() {
    return workshop.reader();
  }

  /** Whether a deleted record may still have an object, because deletes take two steps. */
  boolean twoStepDeletes() {
    ObjectStore.Capabilities can = store().capabilities();
    return !can.conditionalWrites() || !can.conditionalDeletes();
  }

  /** Passes unless the database is closed. */
  void checkOpen() {
    if (closed.get()) {
      throw closedException();
    }
  }

  S3dbException closedException() {
    return new S3dbException(
        "DATABASE_CLOSED", "The database " + store().describe() + " is closed.", "Connect anew.");
  }

  @Override
  public void close() {
    closed.set(true);
    reads.close();
    writes.close();
  }
}
