package io.s3db.replicator;

import io.s3db.S3dbException;
import io.s3db.replicator.explain.Beginnings;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that a checkpoint is used only for the destination it was made for, and with the
 * journal it was made with.
 */
record Identities(StateStore state, Journal journal) {
  private static final String JOURNAL = "journal";

  /**
   * Takes note of the journal.
   *
   * @return why destinations missed changes, if the state was not made with this journal
   */
  Optional<String> checkJournal() {
    Optional<String> known = state.note(JOURNAL);
    String now = journal.id().toString();
    if (known.isPresent() && known.get().equals(now)) {
      return Optional.empty();
    }
    // Before the note: what is found wrong must be found again after a crash on this line.
    boolean used = journal.end().offset() > 0;
    if (known.isEmpty()) {
      return used
          ? Optional.of("the state file was missing beside a journal that holds changes")
          : Optional.empty();
    }
    return Optional.of("the state belongs to another journal than the one in its folder");
  }

  /** From now on this state belongs to this journal. */
  void noteJournal() {
    state.note(JOURNAL, journal.id().toString());
  }

  /**
   * Takes note of destinations that are not configured any more: what is written from now on is not
   * kept for them.
   */
  void noteRemoved(Set<String> configured, Instant now) {
    for (StreamId known : state.streams()) {
      String name = removed(known.replicator());
      if (!configured.contains(known.replicator()) && state.note(name).orElse("").isEmpty()) {
        state.note(name, now.toString());
      }
    }
  }

  /** Why a destination that is configured again missed changes, if it was removed for a while. */
  Optional<String> checkReturned(String replicator) {
    return state
        .note(removed(replicator))
        .filter(since -> !since.isEmpty())
        .map(since -> "it was not configured for a while, since " + since + " at the latest");
  }

  /** It is held until it is synced; that was noted. */
  void noteReturned(String replicator) {
    if (checkReturned(replicator).isPresent()) {
      state.note(removed(replicator), "");
    }
  }

  private static String removed(String replicator) {
    return "removed/" + replicator;
  }

  /** Whether a destination was never seen before. */
  boolean isNew(Settings.Destination destination) {
    return state.note("target/" + destination.id()).isEmpty();
  }

  /**
   * Takes note of a destination; a new one begins at the end of the journal.
   *
   * @throws S3dbException if its id belonged to another destination
   */
  void check(Settings.Destination destination) {
    String name = "target/" + destination.id();
    String now = destination.driver() + " " + destination.sink().target();
    String known = state.note(name).orElse(now);
    if (!known.equals(now)) {
      throw new S3dbException(
          "TARGET_CHANGED",
          "Replicator '%s' was %s, and is configured as %s now: what was delivered to one says nothing about the other."
              .formatted(destination.id(), known, now),
          "Give the new destination an id of its own; it begins with the changes made from then"
              + " on.");
    }
    StreamId main = StreamId.main(destination.id());
    if (state.checkpoint(main).isEmpty()) {
      state.apply(
          List.of(
              new StateChange.SaveCheckpoint(
                  main, Collections.nCopies(Partition.COUNT, journal.end()))));
    }
    state.note(name, now);
    new Beginnings(state, destination.id())
        .note(
            destination.routes().stream().map(Route::name).toList(),
            state.checkpoint(main).orElseThrow());
  }
}
