package io.s3db.replicator.watch;

import io.s3db.Document;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Position;
import io.s3db.version.Version;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps what is known up with the journal, so that nothing in it is told a second time: neither
 * what this process wrote, nor what was found before a crash.
 *
 * <p>A write is in the journal before its key is given to somebody else. So whoever has the key and
 * has caught up knows of every write of it that took effect. Safe for many threads.
 */
final class OwnWrites {
  private static final int CHANGES = 1000;
  private static final long BYTES = 4L << 20;

  private final Journal journal;
  private final KnownObjects objects;
  private final Predicate<String> watched;
  private final Consumer<String> warning;
  private Position caughtUp;
  private volatile Position saved;
  private volatile long walk;

  /**
   * Begins where it was saved last; the first time, at the end of the journal.
   *
   * @param watched whether a resource is watched
   * @param warning told if a part of the journal is no longer there
   */
  OwnWrites(
      Journal journal, KnownObjects objects, Predicate<String> watched, Consumer<String> warning) {
    this.journal = journal;
    this.objects = objects;
    this.watched = watched;
    this.warning = warning;
    Optional<Position> known =
        objects
            .position()
            .filter(_ -> objects.meta("journal").equals(Optional.of(journal.id().value())));
    this.caughtUp = known.orElseGet(journal::end);
    this.saved = caughtUp;
    if (known.isEmpty()) {
      objects.meta("journal", journal.id().value());
      objects.save(caughtUp);
    }
  }

  /** The number of the walk under way. */
  void walk(long number) {
    walk = number;
  }

  /** Everything in the journal before is saved here. */
  Position saved() {
    return saved;
  }

  /** Takes note of everything that is in the journal now. */
  synchronized void catchUp() {
    while (caughtUp.compareTo(journal.end()) < 0) {
      Changes changes = read();
      changes.changes().forEach(this::note);
      if (changes.next().equals(caughtUp)) {
        return;
      }
      caughtUp = changes.next();
    }
  }

  private Changes read() {
    try {
      return journal.read(caughtUp, _ -> true, CHANGES, BYTES);
    } catch (JournalException e) {
      if (!e.code().equals("JOURNAL_POSITION_MISSING")) {
        throw e;
      }
      warning.accept(
          "The watch did not follow the journal for a while: deletes of that time may be told a"
              + " second time. Mirrors do not mind; other destinations get them under another id.");
      return journal.readKept(journal.begin(), _ -> true, CHANGES, BYTES);
    }
  }

  private void note(Change change) {
    ChangeEvent event = change.event();
    if (change.recipient() != null || !watched.test(event.resource())) {
      return;
    }
    Optional<Known> known = objects.find(event.resource(), event.recordId());
    if (known.filter(each -> each.version().equals(event.version())).isPresent()) {
      return; // found by this watch, and looked at since
    }
    long since = known.filter(each -> !each.gone()).map(Known::walk).orElse(walk);
    Version told = known.map(Known::version).orElse(Version.NONE);
    if (told.isAfter(event.version())) {
      // Destinations ignore this one: the next walk tells what is, unless they were told so.
      boolean gone = event.after() == null && told.deleted();
      objects.put(Known.changed(event.resource(), event.recordId(), told, "", gone, since));
      return;
    }
    Document after = event.after();
    objects.put(
        Known.changed(
            event.resource(),
            event.recordId(),
            event.version(),
            after == null ? "" : Fingerprint.of(after),
            after == null,
            since));
  }

  /**
   * Makes everything durable that is known now. What was put into the journal must be durable
   * before: known is only what destinations will be told.
   */
  synchronized void save() {
    objects.save(caughtUp);
    saved = caughtUp;
  }

  /**
   * Forgets a record, durably. Nobody may be looking at a record meanwhile: what was found is known
   * only once the journal has it.
   */
  synchronized boolean forget(String resource, String id) {
    catchUp(); // else a delete of it would be noted later
    boolean known = objects.forget(resource, id);
    journal.force();
    save();
    objects.clean();
    return known;
  }

  /** Whether there is something to save. */
  synchronized boolean isAhead() {
    return !caughtUp.equals(saved);
  }

  /** Goes back to what was saved. */
  synchronized void undo() {
    objects.undo();
    caughtUp = saved;
  }

  /** Gives up what it has not read: the journal is full. */
  synchronized void skip() {
    caughtUp = journal.end();
    save();
  }
}
