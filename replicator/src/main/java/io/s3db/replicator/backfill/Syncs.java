package io.s3db.replicator.backfill;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.backfill.SyncNote.Phase;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.StateStore;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The syncs of all destinations: at most one of each at a time. Safe for many threads. */
@SuppressWarnings("try") // closed where interrupts are heeded, never by try-with-resources
public final class Syncs implements AutoCloseable {
  private final SyncParts parts;
  private final Map<String, Desk> desks = new LinkedHashMap<>();
  private boolean closed;

  /** What belongs to one destination. */
  private static final class Desk {
    final Receiver receiver;
    final SyncNotes notes;
    @Nullable Copying copying;

    Desk(Receiver receiver, SyncNotes notes) {
      this.receiver = receiver;
      this.notes = notes;
    }

    boolean isBusy() {
      return copying != null && !copying.isOver();
    }
  }

  private Syncs(SyncParts parts) {
    this.parts = parts;
  }

  /** The syncs of some destinations; those that were under way go on. */
  public static Syncs open(SyncParts parts, List<? extends Receiver> receivers) {
    Syncs syncs = new Syncs(parts);
    for (Receiver receiver : receivers) {
      Desk desk = new Desk(receiver, new SyncNotes(parts.state(), receiver.id()));
      syncs.desks.put(receiver.id(), desk);
      desk.notes.newest().filter(SyncNote::isActive).ifPresent(note -> syncs.resume(desk, note));
    }
    return syncs;
  }

  /**
   * Notes that a destination is to be copied as soon as syncs are opened; called again for the same
   * destination it does nothing.
   */
  public static void plan(
      StateStore state,
      String replicator,
      List<String> resources,
      Instant now,
      RandomGenerator random) {
    SyncNotes notes = new SyncNotes(state, replicator);
    if (notes.newest().isEmpty()) {
      notes.save(SyncNote.begin(newId(random), now, SyncOptions.all(), resources, false));
    }
  }

  private void resume(Desk desk, SyncNote note) {
    if (note.options().bool("filter")) {
      desk.notes.save(
          note.ended(
              Phase.HALTED,
              "The program ended while it was under way, and its filter with it. Start it again"
                  + " with the same options: it goes on where it was.",
              parts.time().instant()));
    } else {
      run(desk, note, SyncOptions.of(note.options()));
    }
  }

  private Sync run(Desk desk, SyncNote note, SyncOptions options) {
    desk.notes.save(note);
    Copying copying = new Copying(parts, desk.receiver, options, desk.notes, note);
    desk.copying = copying;
    copying.start();
    return new Sync(copying);
  }

  /**
   * Starts to copy existing records to a destination.
   *
   * @throws IllegalArgumentException if a resource is not routed there
   * @throws IllegalStateException if it cannot be copied now
   */
  public synchronized Sync start(String replicator, SyncOptions options) {
    Desk desk = desk(replicator);
    if (closed) {
      throw new IllegalStateException(
          "the sync of '" + replicator + "' cannot be started: the database is closing");
    }
    List<String> resources = resources(desk.receiver, options);
    refuseIfBusy(desk);
    boolean remedy = refuseIfUnfit(desk.receiver, options);
    Optional<SyncNote> halted =
        desk.notes
            .newest()
            .filter(note -> note.phase() == Phase.HALTED && !remedy)
            .filter(note -> note.options().equals(options.toDocument()))
            .filter(note -> note.resources().equals(resources));
    SyncNote note =
        halted
            .map(
                earlier ->
                    earlier.end() == null ? earlier.copying() : earlier.delivering(earlier.end()))
            .orElseGet(
                () ->
                    SyncNote.begin(
                        newId(parts.random()), parts.time().instant(), options, resources, remedy));
    return run(desk, note, options);
  }

  private static List<String> resources(Receiver receiver, SyncOptions options) {
    List<String> routed =
        receiver.routes().stream().map(Route::resource).distinct().sorted().toList();
    for (String name : options.resources()) {
      RoutedNames.require(name, receiver.id(), routed, "copied to");
    }
    return options.resources().isEmpty()
        ? routed
        : options.resources().stream().distinct().sorted().toList();
  }

  private static void refuseIfBusy(Desk desk) {
    Copying copying = desk.copying;
    if (copying != null && desk.isBusy()) {
      throw new IllegalStateException(
          "a sync of '%s' is under way already (%s): wait until it has ended, or cancel it."
              .formatted(desk.receiver.id(), copying.status().progress()));
    }
  }

  /** Whether the sync is to bring the destination back. */
  private static boolean refuseIfUnfit(Receiver receiver, SyncOptions options) {
    ReplicatorState state = receiver.state();
    if (state == ReplicatorState.DISABLED) {
      throw new IllegalStateException(
          "'%s' is disabled: enable it, then sync it.".formatted(receiver.id()));
    }
    if (state == ReplicatorState.NEEDS_SYNC && options.isPartial()) {
      throw new IllegalStateException(
          "'%s' missed changes, so all its records must be copied: sync it without a choice of records."
              .formatted(receiver.id()));
    }
    return state == ReplicatorState.NEEDS_SYNC;
  }

  private static String newId(RandomGenerator random) {
    return HexFormat.of().toHexDigits(random.nextLong());
  }

  /** The sync of a destination that is under way. */
  public synchronized Optional<Sync> running(String replicator) {
    Desk desk = desk(replicator);
    return desk.isBusy() ? Optional.ofNullable(desk.copying).map(Sync::new) : Optional.empty();
  }

  /** The last syncs of a destination, the newest first. */
  public synchronized List<SyncStatus> of(String replicator) {
    Desk desk = desk(replicator);
    return desk.notes.all().reversed().stream().map(note -> status(desk, note)).toList();
  }

  /**
   * Forgets a record that is the place of a sync: one that stands there begins its resource anew,
   * under the same ids.
   */
  public synchronized void forget(String resource, String recordId) {
    for (Desk desk : desks.values()) {
      Copying copying = desk.copying;
      if (copying != null) {
        copying.forget(resource, recordId);
      }
      desk.notes.forget(resource, recordId);
    }
  }

  private static SyncStatus status(Desk desk, SyncNote note) {
    Copying copying = desk.copying;
    return copying != null && copying.status().id().equals(note.id())
        ? copying.status()
        : Copying.status(desk.receiver.id(), note, "");
  }

  private Desk desk(String replicator) {
    Desk desk = desks.get(replicator);
    if (desk == null) {
      throw new IllegalArgumentException("there is no replicator '" + replicator + "'");
    }
    return desk;
  }

  /** Ends what is under way; the next process goes on with it. Idempotent. */
  @Override
  public synchronized void close() throws InterruptedException {
    closed = true;
    for (Desk desk : desks.values()) {
      Copying copying = desk.copying;
      if (copying != null) {
        copying.close();
      }
    }
  }
}
