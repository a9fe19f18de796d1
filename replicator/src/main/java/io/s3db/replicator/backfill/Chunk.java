package io.s3db.replicator.backfill;

import io.s3db.Operation;
import io.s3db.UnreadableRecordException;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.backfill.SyncProgress.Tally;
import io.s3db.replicator.capture.Watch;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Snapshot;
import io.s3db.replicator.journal.Snapshot.Recipient;
import io.s3db.replicator.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads some records and puts them into the journal for one destination.
 *
 * <p>A record that was written between its reading and now is left out if the live change tells all
 * that the copy would; else it is read again.
 */
final class Chunk {
  private static final int ATTEMPTS = 3;

  private final SyncParts parts;
  private final Reads reads;
  private final Recipient recipient;
  private final String sync;
  private final SyncOptions options;
  private final Consumer<String> warnings;
  private final Room room;

  /** Waits until there is room in the journal. */
  interface Room {
    void await() throws InterruptedException, SyncHalt;
  }

  Chunk(
      SyncParts parts,
      Reads reads,
      Recipient recipient,
      String sync,
      SyncOptions options,
      Consumer<String> warnings,
      Room room) {
    this.parts = parts;
    this.reads = reads;
    this.recipient = recipient;
    this.sync = sync;
    this.options = options;
    this.warnings = warnings;
    this.room = room;
  }

  /** Copies the records of these ids; what it has put into the journal may not be durable yet. */
  Tally copy(String resource, List<String> ids, List<Route> routes)
      throws InterruptedException, SyncHalt {
    Tally tally = new Tally();
    try (Watch watch = parts.capture().watch(resource, ids)) {
      Map<String, Reads.Result> read = reads.all(resource, ids);
      for (String id : ids) {
        room.await(); // nobody waits for us meanwhile
        copy(watch, resource, id, Objects.requireNonNull(read.get(id)), routes, tally);
        tally.done++;
      }
    }
    return tally;
  }

  private void copy(
      Watch watch, String resource, String id, Reads.Result first, List<Route> routes, Tally tally)
      throws InterruptedException, SyncHalt {
    Reads.Result read = first;
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      Optional<State> state = wanted(read, tally);
      if (state.isEmpty()) {
        return;
      }
      Optional<Operation> written =
          watch.unlessWritten(id, () -> append(resource, id, state.get(), tally));
      if (written.isEmpty()) {
        tally.copied++;
        return;
      }
      if (tellsAll(written.get(), routes)) {
        tally.superseded++;
        return;
      }
      watch.again(id);
      read = reads.one(resource, id);
    }
    copyHot(watch, resource, id, tally);
  }

  /** A record that is written all the time: its writers wait for one reading. */
  private void copyHot(Watch watch, String resource, String id, Tally tally)
      throws InterruptedException, SyncHalt {
    try (Watch.Turn _ = watch.turn(id)) {
      Optional<State> state = wanted(reads.one(resource, id), tally);
      if (state.isPresent()) {
        append(resource, id, state.get(), tally);
        tally.copied++;
      }
    }
  }

  /** The record, if it is there and to be copied. */
  private Optional<State> wanted(Reads.Result read, Tally tally) throws SyncHalt {
    return switch (read) {
      case Reads.Result.Gone _ -> Optional.empty();
      case Reads.Result.Unreadable(UnreadableRecordException why) -> {
        tally.unreadable++;
        warnings.accept(String.valueOf(why.getMessage()));
        yield Optional.empty();
      }
      case Reads.Result.Found(State state) -> {
        boolean passes = options.passes(state.document(), changedAt(state));
        tally.filtered += passes ? 0 : 1;
        yield passes ? Optional.of(state) : Optional.empty();
      }
    };
  }

  /**
   * Whether the live change brings the row to every route that the copy would: not so where a route
   * takes inserts only.
   */
  private static boolean tellsAll(Operation written, List<Route> routes) {
    return switch (written) {
      case INSERT, DELETE -> true;
      case UPDATE ->
          routes.stream()
              .map(Route::actions)
              .allMatch(
                  actions ->
                      actions.contains(Operation.UPDATE) || !actions.contains(Operation.INSERT));
    };
  }

  private void append(String resource, String id, RecordAccess.State state, Tally tally) {
    tally.bytes +=
        parts
            .journal()
            .append(
                new Snapshot(
                    recipient,
                    new Inserted(
                        EventId.ofSnapshot(sync, resource, id),
                        resource,
                        id,
                        state.version(),
                        changedAt(state),
                        state.document())));
  }

  private static Instant changedAt(State state) {
    return Instant.ofEpochMilli(state.version().millis());
  }
}
