package io.s3db.replicator.backfill;

import io.s3db.plugin.RecordAccess;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.state.StateStore;
import io.s3db.version.HybridClock;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What syncs work with.
 *
 * @param records the source
 * @param capture tells which records are written meanwhile
 * @param journal where copies go
 * @param journalLimit the size of the journal at which copies wait
 * @param state where progress is kept
 * @param events told how syncs begin and end
 * @param time the time of day, for what is told
 * @param nanos the time that passes, as {@link System#nanoTime}: it does not jump when a clock is
 *     set
 * @param clock makes versions
 * @param random draws names
 */
public record SyncParts(
    RecordAccess records,
    Capture capture,
    Journal journal,
    long journalLimit,
    StateStore state,
    EventSink events,
    InstantSource time,
    LongSupplier nanos,
    HybridClock clock,
    RandomGenerator random) {}
