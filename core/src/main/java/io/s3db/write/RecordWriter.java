package io.s3db.write;

import io.s3db.Operation;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.WriteContentionException;
import io.s3db.content.Spool;
import io.s3db.partition.PartitionFailure;
import io.s3db.partition.PartitionReferences;
import io.s3db.store.ETag;
import io.s3db.store.ObjectKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one way every write of a record takes: guarded by a precondition, tried again until its
 * outcome is certain, and shown to the interceptors in the order {@link
 * io.s3db.plugin.WriteInterceptor} promises.
 *
 * <p>An insert asks that there be no object, every other write that the object still be in the
 * state just read. A request that was answered is certain. A request whose outcome was unknown
 * (time-out, reset, 5xx, 409) is sent again; once that has happened, "precondition lost", a refusal
 * and the end of patience are all judged by reading the object, for the winner may have been our
 * own earlier attempt:
 *
 * <table>
 * <caption>After an unknown outcome, the object read last</caption>
 * <tr><th>object</th><th>insert</th><th>update, replace</th><th>delete</th></tr>
 * <tr><td>carries our version</td><td>applied</td><td>applied</td><td>-</td></tr>
 * <tr><td>its stamp names ours as the version it replaced</td><td>applied</td><td>applied</td>
 *     <td>-</td></tr>
 * <tr><td>its stamp names the state we started from as replaced</td><td>-</td><td>lost race</td>
 *     <td>lost race</td></tr>
 * <tr><td>is still in the state we started from (the request may still be on its way)</td><td>-
 *     </td><td>unknown</td><td>unknown</td></tr>
 * <tr><td>any other state: somebody wrote over ours, or before ours</td><td>unknown</td><td>unknown
 *     </td><td>unknown</td></tr>
 * <tr><td>absent</td><td>unknown (still on its way, or deleted since)</td><td>unknown</td><td>
 *     applied</td></tr>
 * <tr><td>cannot be read</td><td>unknown</td><td>unknown</td><td>unknown</td></tr>
 * <tr><td>has no stamp, but equals the object we sent without one</td><td>applied</td><td>applied
 *     </td><td>-</td></tr>
 * </table>
 *
 * <table>
 * <caption>Answers to the first request, or with no unknown outcome before</caption>
 * <tr><th>answer</th><th>means</th></tr>
 * <tr><td>written, deleted</td><td>applied</td></tr>
 * <tr><td>precondition lost</td><td>lost race: read, decide and intend again with a new version. An
 *     insert that finds a record then is refused, and one that finds none goes ahead</td></tr>
 * <tr><td>absent, on a delete</td><td>lost race: the read that follows finds no record</td></tr>
 * <tr><td>refused, worth another try</td><td>sent again, then failed</td></tr>
 * <tr><td>refused for good</td><td>failed: nothing was written</td></tr>
 * <tr><td>written, after an unknown outcome</td><td>applied: the earlier request cannot take effect
 *     any more, its precondition is gone</td></tr>
 * <tr><td>absent, on a delete after an unknown outcome</td><td>applied</td></tr>
 * <tr><td>anything that is no answer (a bug in a store)</td><td>unknown</td></tr>
 * </table>
 *
 * <p><em>applied</em>: the caller gets the record. <em>lost race</em>: the attempt failed, and is
 * repeated from a fresh read until {@link Patience#CONTENTION} ends. <em>unknown</em>: {@link
 * OutcomeUnknownException}; nothing is guessed, and nothing is repeated that could then happen
 * twice. Two threads of one process never race for a key: each waits for its turn.
 *
 * <p>One thing no client can exclude: an insert that was answered after a repetition, whose record
 * was then deleted, while the first request was still under way in the network and arrives after
 * both.
 *
 * <p><b>Stores that do not keep preconditions</b> have a single writer. Every write reads first;
 * without conditional PUT it then goes without precondition; a delete is made in two steps: a
 * rewrite with the tombstone as version (from then on the record is gone for readers), then the
 * delete of the object. If the second step fails the delete has still happened, and the next insert
 * of the id writes over what is left.
 */
public final class RecordWriter {
  private final RecordReader reader;
  private final Planner planner;
  private final Interceptors interceptors;
  private final PartitionReferences references;
  private final KnownVersions known;
  private final Execution execution;
  private final Timing timing;
  private final RecordLocks locks = new RecordLocks();

  /** Puts the protocol together for the store of one database. */
  public RecordWriter(Workshop workshop) {
    this.timing = workshop.timing();
    this.reader = workshop.reader();
    this.known = workshop.known();
    this.interceptors = workshop.interceptors();
    this.planner = new Planner(workshop);
    this.execution = new Execution(workshop);
    this.references = new PartitionReferences(workshop.store());
  }

  /**
   * Carries out a change of one record.
   *
   * @throws OutcomeUnknownException if nobody knows whether it happened
   * @throws WriteContentionException if others were faster every time
   * @throws StaleFormatException if the record was written under a later definition; nothing was
   *     written
   * @throws S3dbException whatever the change, an interceptor or the store refused it for; nothing
   *     was written
   */
  public Written write(RecordFormat format, String id, Change change) {
    if (change.writesFields()) {
      format.checkWritable();
    }
    ObjectKey key = format.keyOf(id);
    boolean insert = change.start() instanceof Change.Start.Absent;
    try (Spool spool = new Spool();
        RecordLocks.Turn _ = locks.take(key);
        Interceptors.Entered entered = interceptors.enter(format.name(), id, insert)) {
      return new OneWrite(format, id, key, change, entered, spool).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3dbException(
          "INTERRUPTED",
          "The thread was interrupted before it could %s record '%s' of '%s': nothing was written."
              .formatted(change.word(), id, format.name()),
          null,
          e);
    }
  }

  /** One write of one key, while the key is ours. */
  private final class OneWrite {
    private final RecordFormat format;
    private final String id;
    private final ObjectKey key;
    private final Change change;
    private final Interceptors.Entered entered;
    private final Spool spool;

    OneWrite(
        RecordFormat format,
        String id,
        ObjectKey key,
        Change change,
        Interceptors.Entered entered,
        Spool spool) {
      this.format = format;
      this.id = id;
      this.key = key;
      this.change = change;
      this.entered = entered;
      this.spool = spool;
    }

    Written run() {
      Patience.Effort effort = timing.start(timing.contention());
      Optional<Present> found = start();
      while (true) {
        Instant now = timing.time().instant();
        Present present = found.filter(each -> !each.dying()).orElse(null);
        Step step = change.decide(format, present, now);
        if (step instanceof Step.Keep) {
          return kept(found);
        }
        Plan plan = planner.plan(format, id, key, found.orElse(null), step, now);
        Fate fate = attempt(plan);
        switch (fate) {
          case Fate.Done done -> {
            return finish(plan, done.etag());
          }
          case Fate.Lost _ -> {}
          case Fate.Refused refused -> throw refused.why();
          case Fate.InDoubt doubt -> throw unknown(doubt.why());
        }
        if (!effort.again()) {
          throw new WriteContentionException(format.name(), id, effort.attempt(), effort.spent());
        }
        spool.close();
        found = read();
      }
    }

    private Optional<Present> start() {
      return switch (change.start()) {
        case Change.Start.Read() -> read();
        case Change.Start.Absent() -> planner.guarded() ? Optional.empty() : read();
        case Change.Start.Known(ETag etag) -> known(etag).or(() -> read());
      };
    }

    private Optional<Present> read() {
      return reader.readAny(format, id, spool);
    }

    /** Interceptors are shown the record as it was, so it must be read for them. */
    private Optional<Present> known(ETag etag) {
      return entered.isEmpty() && planner.guarded() ? known.written(key, etag) : Optional.empty();
    }

    /** Intends, asks the store, and tells the interceptors what became of it, whatever happens. */
    private Fate attempt(Plan plan) {
      if (!entered.isEmpty()) {
        entered.intend(plan.pending());
      }
      @Nullable Fate fate = null;
      try {
        fate = execution.carryOut(plan);
      } catch (RuntimeException e) {
        fate = new Fate.InDoubt(e);
      } finally {
        switch (fate) {
          case Fate.Done _ -> entered.applied();
          case Fate.Lost _, Fate.Refused _ -> entered.failed();
          case Fate.InDoubt _ -> entered.unknown();
          case null -> entered.unknown(); // an error flies
        }
      }
      return fate;
    }

    /** The write has happened: nothing from here on may undo or hide that. */
    private Written finish(Plan plan, @Nullable ETag etag) {
      List<ObjectKey> before = plan.referencesBefore();
      List<ObjectKey> after = plan.referencesAfter();
      Set<ObjectKey> there = change.refreshesReferences() ? Set.of() : new HashSet<>(before);
      known.wrote(key, plan.version(), plan.content() ? null : etag, after);
      List<PartitionFailure> failures =
          references.move(there, before, after, format.resource().version());
      return new Written(
          plan.operation(),
          plan.before(),
          plan.after(),
          plan.version(),
          etag,
          failures,
          plan.overflow());
    }

    private Written kept(Optional<Present> found) {
      return new Written(
          null,
          null,
          null,
          found.map(Present::version).orElseGet(() -> known.last(key)),
          found.map(Present::etag).orElse(null),
          List.of(),
          0);
    }

    private OutcomeUnknownException unknown(Throwable why) {
      return new OutcomeUnknownException(
          "Nobody knows whether the %s of record '%s' of '%s' took effect: %s."
              .formatted(change.word(), id, format.name(), why.getMessage()),
          why);
    }
  }

  /** How many keys are taken or waited for; 0 when nothing is going on. */
  int busyKeys() {
    return locks.size();
  }

  static Operation operation(@Nullable Present present, Step step) {
    return step instanceof Step.Remove
        ? Operation.DELETE
        : present == null ? Operation.INSERT : Operation.UPDATE;
  }
}
