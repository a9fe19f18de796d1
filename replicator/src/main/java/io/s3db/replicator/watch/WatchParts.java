package io.s3db.replicator.watch;

import io.s3db.plugin.RecordAccess;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.journal.Journal;
import io.s3db.store.ObjectStore;
import io.s3db.version.HybridClock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a watch works with.
 *
 * @param options how it looks
 * @param resources those that have a route
 * @param store the store of the database, below its prefix
 * @param records reads records
 * @param clock told of the versions that are given to changes of other programs
 * @param journal where changes go
 * @param journalLimit the size of the journal at which the watch waits
 * @param events told what an operator should know
 * @param file where its state is kept; null for in memory
 * @param time the time of day
 * @param nanos passes as time does, as {@link System#nanoTime}
 */
public record WatchParts(
    WatchOptions options,
    List<String> resources,
    ObjectStore store,
    RecordAccess records,
    HybridClock clock,
    Journal journal,
    long journalLimit,
    EventSink events,
    @Nullable Path file,
    InstantSource time,
    LongSupplier nanos) {
  /** Copies the names. */
  public WatchParts {
    resources = List.copyOf(resources);
  }
}
