package io.s3db.replicator.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How the walks of a watch went, for those who ask and those who wait. */
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private @Nullable Ended last;
  private String failure = "";
  private boolean closed;
  private long walks;
  private long asked;
  private long answered;
  private long accepted;

  /**
   * A walk that is complete.
   *
   * @param question what somebody must answer before deletes are told; empty if nothing
   * @param missing how many records it did not find
   */
  record Ended(long objects, Instant at, Duration took, String question, long missing) {}

  /** A walk begins; it answers what was asked until now. */
  long begin() {
    lock.lock();
    try {
      return asked;
    } finally {
      lock.unlock();
    }
  }

  void ended(Ended walk, long answers) {
    lock.lock();
    try {
      last = walk;
      failure = "";
      walks++;
      answered = answers;
      accepted = walk.question().isEmpty() ? 0 : accepted;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void failed(String reason) {
    lock.lock();
    try {
      failure = reason;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many deletes somebody said are right. */
  long accepted() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  void accept() {
    lock.lock();
    try {
      if (last == null || last.question().isEmpty()) {
        throw new IllegalStateException(
            "the watch asks nothing: there are no deletes that wait to be accepted");
      }
      accepted = last.missing();
    } finally {
      lock.unlock();
    }
  }

  long ask() {
    lock.lock();
    try {
      return ++asked;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a walk that began after something was asked. */
  boolean await(long question, Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = Math.min(timeout.toNanos(), TimeUnit.DAYS.toNanos(1));
      while (answered < question && !closed && left > 0) {
        left = news.awaitNanos(left);
      }
      return answered >= question;
    } finally {
      lock.unlock();
    }
  }

  WatchStatus status(Tally tally, WatchCost cost) {
    lock.lock();
    try {
      @Nullable Ended ended = last;
      return new WatchStatus(
          state(),
          !failure.isEmpty() ? failure : ended == null ? "" : ended.question(),
          ended == null ? 0 : ended.objects(),
          walks,
          ended == null ? null : ended.at(),
          ended == null ? Duration.ZERO : ended.took(),
          tally.inserted.sum(),
          tally.updated.sum(),
          tally.deleted.sum(),
          tally.unreadable.sum(),
          cost);
    } finally {
      lock.unlock();
    }
  }

  private WatchState state() {
    if (closed) {
      return WatchState.CLOSED;
    }
    if (!failure.isEmpty()) {
      return WatchState.FAILING;
    }
    if (last == null) {
      return WatchState.LEARNING;
    }
    return last.question().isEmpty() ? WatchState.WATCHING : WatchState.ASKING;
  }
}
