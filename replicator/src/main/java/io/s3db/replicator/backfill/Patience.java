package io.s3db.replicator.backfill;

import io.s3db.S3dbException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again, with growing pauses, what the outside world keeps a sync from doing. */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A journal that has failed, or is closed, stays so until it is opened again. */
  private static final Set<String> FINAL = Set.of("JOURNAL_FAILED", "JOURNAL_CLOSED");

  private final Stop stop;
  private final Consumer<String> waiting;

  Patience(Stop stop, Consumer<String> waiting) {
    this.stop = stop;
    this.waiting = waiting;
  }

  /** Something that is tried. */
  interface Work<T> {
    T run() throws InterruptedException, SyncHalt;
  }

  static boolean isFinal(S3dbException failure) {
    return FINAL.contains(failure.code());
  }

  /** Does it, however long that takes. */
  <T> T untilDone(String what, Work<T> work) throws InterruptedException, SyncHalt {
    Duration pause = FIRST;
    while (true) {
      try {
        return work.run();
      } catch (S3dbException e) {
        stop.check();
        if (isFinal(e)) {
          throw e;
        }
        LOG.debug("{} failed, and is tried again in {}", what, pause, e);
        waiting.accept(
            "%s failed: %s The sync tries again by itself; its progress is kept."
                .formatted(what, e.getMessage()));
        stop.pause(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
      }
    }
  }
}
