package io.s3db.testkit.bigquery;

import com.google.rpc.Status;
import io.s3db.Document;
import io.s3db.testkit.sink.Outage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at a {@link FakeBigQuery}, as scripted by a test. Safe for many threads; every
 * change takes effect with the next request.
 */
public final class FakeFaults implements Outage {
  private final Deque<AppendFault> appends = new ArrayDeque<>();
  private final Deque<RestException> requests = new ArrayDeque<>();
  private @Nullable Predicate<Document> badRow;
  private String badRowMessage = "";
  private boolean down;
  private boolean hangs;
  private int held;
  private int slowQueries;

  FakeFaults() {}

  /**
   * An append that fails.
   *
   * @param status what it fails with
   * @param afterEffect whether the rows are appended all the same
   * @param endsConnection whether the connection ends with the status, instead of an answer
   */
  public record AppendFault(Status status, boolean afterEffect, boolean endsConnection) {
    /** No fault: an append that works, before others that fail. */
    public static final AppendFault NONE =
        new AppendFault(Status.getDefaultInstance(), true, false);
  }

  /** The next appends fail. */
  public synchronized FakeFaults failAppends(int times, AppendFault fault) {
    for (int i = 0; i < times; i++) {
      appends.add(fault);
    }
    return this;
  }

  /** The next requests to the REST interface fail, without effect. */
  public synchronized FakeFaults failRequests(
      int times, int status, String reason, String message) {
    for (int i = 0; i < times; i++) {
      requests.add(new RestException(status, reason, message));
    }
    return this;
  }

  /** Rows that match are refused, by an error of the row, until {@link #mend}. */
  public synchronized FakeFaults refuseRows(Predicate<Document> rows, String message) {
    badRow = rows;
    badRowMessage = message;
    return this;
  }

  /** The next times that somebody asks for the result of a query, it has not ended yet. */
  public synchronized FakeFaults slowQueries(int times) {
    slowQueries = times;
    return this;
  }

  synchronized boolean isSlowQuery() {
    return slowQueries-- > 0;
  }

  /** Everything is unavailable until {@link #mend}. */
  @Override
  public synchronized void refuse() {
    down = true;
  }

  /** Nothing is answered until {@link #mend}. */
  @Override
  public synchronized void hang() {
    hangs = true;
  }

  @Override
  public synchronized boolean hanging() {
    return held > 0;
  }

  @Override
  public synchronized void mend() {
    appends.clear();
    requests.clear();
    slowQueries = 0;
    badRow = null;
    down = false;
    hangs = false;
    notifyAll();
  }

  /** Waits while nothing is answered. */
  synchronized void hold() throws InterruptedException {
    held++;
    try {
      while (hangs) {
        wait();
      }
    } finally {
      held--;
    }
  }

  synchronized boolean isDown() {
    return down;
  }

  synchronized Optional<AppendFault> nextAppend() {
    AppendFault next = appends.poll();
    return next == null || next.equals(AppendFault.NONE) ? Optional.empty() : Optional.of(next);
  }

  synchronized void throwNextRequest() throws RestException {
    if (down) {
      throw new RestException(503, "backendError", "The service is currently unavailable.");
    }
    RestException next = requests.poll();
    if (next != null) {
      throw next;
    }
  }

  /** Why this row is refused, if it is. */
  synchronized Optional<String> refusal(Document row) {
    return badRow != null && badRow.test(row) ? Optional.of(badRowMessage) : Optional.empty();
  }
}
