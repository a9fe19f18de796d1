package io.s3db.write;

import io.s3db.OutcomeUnknownException;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoreException;
import io.s3db.version.HybridClock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store to write until the outcome is certain, within limits.
 *
 * <p>The same request is sent again after an unknown outcome or a failure that may pass. Once an
 * outcome was unknown, an answer that the precondition was lost proves nothing by itself, since the
 * winner may have been our own earlier attempt: then the object is read, and a {@link Judge}
 * decides.
 */
final class PatientStore {
  private final ObjectStore store;
  private final RecordLoader loader;
  private final HybridClock clock;
  private final Timing timing;

  PatientStore(ObjectStore store, HybridClock clock, Timing timing) {
    this.store = store;
    this.loader = new RecordLoader(store);
    this.clock = clock;
    this.timing = timing;
  }

  Fate put(ObjectKey key, NewObject object, Precondition condition, Judge judge) {
    return ask(key, judge, _ -> answer(store.put(key, object, condition)));
  }

  Fate delete(ObjectKey key, Precondition condition, Judge judge) {
    return ask(
        key,
        judge,
        retried ->
            switch (store.delete(key, condition)) {
              case DELETED -> Answer.DONE;
              case LOST -> Answer.LOST;
              // After a retry nobody can tell whether it was us, and it does not matter.
              case ABSENT -> retried ? Answer.DONE : Answer.LOST;
            });
  }

  private Answer answer(PutOutcome outcome) {
    return switch (outcome) {
      case PutOutcome.Written written -> {
        clock.sawStoreTime(written.storeTime());
        yield new Answer(true, written.etag());
      }
      case PutOutcome.Lost _ -> Answer.LOST;
    };
  }

  private Fate ask(ObjectKey key, Judge judge, Request request) {
    Patience.Effort effort = timing.start(timing.unknown());
    Throwable doubt = null;
    while (true) {
      try {
        Answer answer = request.send(doubt != null);
        if (answer.done) {
          return new Fate.Done(answer.etag);
        }
        return doubt == null ? new Fate.Lost() : examine(key, judge, doubt);
      } catch (OutcomeUnknownException e) {
        doubt = e;
        if (!effort.again()) {
          return examine(key, judge, doubt);
        }
      } catch (StoreException e) {
        if (!e.retriable() || !effort.again()) {
          return doubt == null ? new Fate.Refused(e) : examine(key, judge, doubt);
        }
      }
    }
  }

  /** Reads what lies there now; a store that cannot be read leaves the doubt. */
  private Fate examine(ObjectKey key, Judge judge, Throwable doubt) {
    Patience.Effort effort = timing.start(timing.unknown());
    while (true) {
      try {
        Optional<LoadedRecord> now = loader.whole(key);
        now.ifPresent(object -> clock.sawStoreTime(object.head().storeTime()));
        return judge.judge(now, doubt);
      } catch (StoreException e) {
        doubt.addSuppressed(e);
        if (!e.retriable() || !effort.again()) {
          return new Fate.InDoubt(doubt);
        }
      }
    }
  }

  private interface Request {
    Answer send(boolean retried);
  }

  private record Answer(boolean done, @Nullable ETag etag) {
    static final Answer DONE = new Answer(true, null);
    static final Answer LOST = new Answer(false, null);
  }
}
