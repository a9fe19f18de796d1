package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.replicator.journal.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a sync: enough to go on with it in another process.
 *
 * @param id its name
 * @param phase how far it is
 * @param reason why it stopped, or what remains to be done; empty if there is nothing to say
 * @param options what was asked for
 * @param resources what is copied, in order
 * @param index of the resource that is being copied
 * @param after the last id of it that was looked at; null before the first
 * @param remedy whether it brings back a destination that had missed changes
 * @param end where the journal ended when everything was on its way; null until then
 */
record SyncNote(
    String id,
    Phase phase,
    String reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    Document options,
    List<String> resources,
    int index,
    @Nullable String after,
    boolean remedy,
    @Nullable Position end,
    SyncProgress progress) {
  SyncNote {
    resources = List.copyOf(resources);
  }

  /** How far a sync is. */
  enum Phase {
    STARTING,
    COPYING,
    DELIVERING,
    HALTED,
    FINISHED,
    CANCELLED,
    FAILED
  }

  static SyncNote begin(
      String id, Instant now, SyncOptions options, List<String> resources, boolean remedy) {
    return new SyncNote(
        id,
        Phase.STARTING,
        "",
        now,
        null,
        options.toDocument(),
        resources,
        0,
        null,
        remedy,
        null,
        SyncProgress.NONE);
  }

  /** Whether its place is this record. */
  boolean standsAt(String resource, String recordId) {
    return recordId.equals(after)
        && index < resources.size()
        && resources.get(index).equals(resource);
  }

  boolean isActive() {
    return phase == Phase.STARTING || phase == Phase.COPYING || phase == Phase.DELIVERING;
  }

  SyncState state() {
    return switch (phase) {
      case STARTING, COPYING, DELIVERING -> SyncState.RUNNING;
      case HALTED -> SyncState.HALTED;
      case FINISHED -> SyncState.FINISHED;
      case CANCELLED -> SyncState.CANCELLED;
      case FAILED -> SyncState.FAILED;
    };
  }

  SyncNote copying() {
    return new SyncNote(
        id,
        Phase.COPYING,
        "",
        startedAt,
        null,
        options,
        resources,
        index,
        after,
        remedy,
        null,
        progress);
  }

  SyncNote at(int newIndex, @Nullable String newAfter, SyncProgress newProgress) {
    return new SyncNote(
        id,
        phase,
        reason,
        startedAt,
        endedAt,
        options,
        resources,
        newIndex,
        newAfter,
        remedy,
        end,
        newProgress);
  }

  SyncNote counted(long total) {
    return at(index, after, progress.withCounted(total));
  }

  SyncNote delivering(Position behind) {
    return new SyncNote(
        id,
        Phase.DELIVERING,
        "",
        startedAt,
        null,
        options,
        resources,
        index,
        after,
        remedy,
        behind,
        progress);
  }

  SyncNote ended(Phase how, String why, Instant now) {
    return new SyncNote(
        id, how, why, startedAt, now, options, resources, index, after, remedy, end, progress);
  }
}
