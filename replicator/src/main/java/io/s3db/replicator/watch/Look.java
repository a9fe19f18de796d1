package io.s3db.replicator.watch;

import io.s3db.Operation;
import io.s3db.UnreadableRecordException;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.capture.Watch;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.ChangeEvent.Deleted;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.ChangeEvent.Updated;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Snapshot;
import io.s3db.replicator.watch.Known.Listed;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one record that may have changed: reads, compares, and puts what another program did
 * into the journal, while nobody of this process can write it.
 *
 * <p>What is known is changed behind the journal, in memory; it is made durable only after the
 * journal is. So after a crash a change is found again, in the journal or in the store, and has the
 * same name.
 */
final class Look {
  private final WatchParts parts;
  private final Capture capture;
  private final KnownObjects objects;
  private final OwnWrites own;
  private final Writers writers;
  private final Tally tally;
  private final Consumer<UnreadableRecordException> unreadable;
  private final Lock looking;

  /** A store tells its time in whole seconds. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Half of what the counter of a version can hold. */
  private static final int FAR = 1 << 15;

  /**
   * The walk that looks.
   *
   * @param storeTime the store's clock when it began
   * @param begun the same moment in nanoseconds, by the clock that does not jump
   */
  record Moment(long walk, Instant storeTime, long begun) {}

  Look(
      WatchParts parts,
      Capture capture,
      KnownObjects objects,
      OwnWrites own,
      Writers writers,
      Tally tally,
      Consumer<UnreadableRecordException> unreadable,
      Lock looking) {
    this.parts = parts;
    this.capture = capture;
    this.objects = objects;
    this.own = own;
    this.writers = writers;
    this.tally = tally;
    this.unreadable = unreadable;
    this.looking = looking;
  }

  /** Looks at a record that was listed otherwise than it was known. */
  void atListed(String resource, Listed entry, boolean settled, Moment moment)
      throws InterruptedException {
    try (Watch watch = capture.watch(resource, List.of(entry.id()));
        Watch.Turn _ = watch.turn(entry.id())) {
      if (watch.isInDoubt(entry.id())) {
        return; // nobody knows whether it is ours: the next walk looks again
      }
      looking.lockInterruptibly();
      try {
        lookAt(resource, entry, settled, moment);
      } finally {
        looking.unlock();
      }
    }
  }

  private void lookAt(String resource, Listed entry, boolean settled, Moment moment) {
    own.catchUp();
    @Nullable Known known = objects.find(resource, entry.id()).orElse(null);
    try {
      Optional<State> found = parts.records().read(resource, entry.id());
      if (found.isPresent() && !found.get().version().deleted()) {
        Known now = compare(resource, known, found.get(), entry, moment);
        boolean seen = found.get().etag().value().equals(entry.etag());
        objects.put(now.listed(entry, seen, settled));
      } // else it went away meanwhile: the next walk does not list it
    } catch (UnreadableRecordException e) {
      cannotRead(resource, known, entry, settled, moment, e);
    }
  }

  private Known compare(
      String resource, @Nullable Known known, State found, Listed entry, Moment moment) {
    String digest = Fingerprint.of(found.document());
    Version version =
        switch (Comparison.of(known, found, digest, writers::isRegistered)) {
          case Comparison.Told(Version told) -> told;
          case Comparison.Foreign(Operation operation, Version foreign) -> {
            Instant at = found.stamped() ? instant(foreign) : entry.modified();
            tell(event(operation, resource, entry.id(), foreign, at, found));
            yield foreign;
          }
        };
    return Known.changed(resource, entry.id(), version, digest, false, walk(known, moment));
  }

  private static ChangeEvent event(
      Operation operation, String resource, String id, Version version, Instant at, State found) {
    EventId event = EventId.ofForeign(resource, id, version);
    return operation == Operation.INSERT
        ? new Inserted(event, resource, id, version, at, found.document())
        : new Updated(event, resource, id, version, at, null, found.document());
  }

  /** Destinations keep what they have; once it can be read it is told. */
  private void cannotRead(
      String resource,
      @Nullable Known known,
      Listed entry,
      boolean settled,
      Moment moment,
      UnreadableRecordException why) {
    if (known == null || !known.etag().equals(entry.etag())) {
      tally.unreadable.increment();
      unreadable.accept(why);
    }
    boolean told = known != null && known.told() && !known.gone();
    Version version = known == null ? Version.NONE : known.version();
    Known now =
        new Known(
            resource,
            entry.id(),
            "",
            -1,
            -1,
            version,
            "",
            settled,
            told,
            false,
            walk(known, moment));
    objects.put(now.listed(entry, true, settled));
  }

  /** Looks at a record that was not listed. */
  void atMissing(String resource, String id, Moment moment) throws InterruptedException {
    try (Watch watch = capture.watch(resource, List.of(id));
        Watch.Turn _ = watch.turn(id)) {
      if (watch.isInDoubt(id)) {
        return;
      }
      looking.lockInterruptibly();
      try {
        own.catchUp();
        Optional<Known> known =
            objects.find(resource, id).filter(each -> !each.gone() && each.walk() < moment.walk());
        if (known.isPresent() && isAbsent(resource, id)) {
          gone(known.get(), moment);
        }
      } finally {
        looking.unlock();
      }
    }
  }

  private boolean isAbsent(String resource, String id) {
    try {
      return parts.records().read(resource, id).filter(each -> !each.version().deleted()).isEmpty();
    } catch (UnreadableRecordException _) {
      return false;
    }
  }

  private void gone(Known known, Moment moment) {
    Version tombstone = tombstone(known, moment);
    if (known.told()) {
      String resource = known.resource();
      // After a crash the time is another: the name is that of what is known to be gone.
      EventId event = EventId.ofForeign(resource, known.id(), known.version().tombstone());
      tell(new Deleted(event, resource, known.id(), tombstone, moment.storeTime(), null));
    }
    objects.put(
        Known.changed(known.resource(), known.id(), tombstone, "", true, walk(known, moment)));
  }

  /**
   * The version of a delete. Which version was deleted is not known: another of our writers may
   * have written, and told, a later one than was seen. So it is above everything written until now.
   * What one of them inserts within the same second is put right by the next walk. Versions of
   * records without a stamp are counted from the end of a second too: it is far from them, so that
   * two deletes of one second, a found one and one of this process, never share a version.
   */
  private Version tombstone(Known known, Moment moment) {
    Duration since = Duration.ofNanos(parts.nanos().getAsLong() - moment.begun());
    Instant now = moment.storeTime().plus(since).plus(SECOND);
    Version version = new Version(now.toEpochMilli() << 16 | FAR, 0, false);
    Version last = known.version();
    if (version.isAfter(last)) {
      return version.tombstone();
    }
    return last.deleted() ? new Version(last.clock() + 1, 0, true) : last.tombstone();
  }

  private void tell(ChangeEvent event) {
    parts.clock().saw(event.version());
    parts.journal().append(Snapshot.foreign(event));
    tally.told(event.operation());
  }

  private static Instant instant(Version version) {
    return Instant.ofEpochMilli(version.millis());
  }

  private static long walk(@Nullable Known known, Moment moment) {
    return known == null || known.gone() ? moment.walk() : known.walk();
  }
}
