package io.s3db.cli.records;

import io.s3db.S3dbException;
import io.s3db.cli.lines.Line;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Writes lines several at once and tells what became of them in their order. Two lines of the same
 * id are never under way together, so the later one wins.
 */
final class Writes implements AutoCloseable {
  private static final int AT_ONCE = 32;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Pending> pending = new ArrayDeque<>();
  private final Set<Object> ids = new HashSet<>();
  private final Consumer<Line.Read> write;

  private record Pending(Optional<Object> id, Future<Outcome> outcome) {}

  /** Writes by a function that throws {@link S3dbException} if the record was refused. */
  Writes(Consumer<Line.Read> write) {
    this.write = write;
  }

  /** Starts on a line; tells of those before it that had to end first. */
  void add(Line line, Consumer<Outcome> told) throws InterruptedException {
    Optional<Object> id =
        line instanceof Line.Read read
            ? Optional.ofNullable(read.record().get("id"))
            : Optional.empty();
    while (pending.size() >= AT_ONCE || id.filter(ids::contains).isPresent()) {
      take(told);
    }
    id.ifPresent(ids::add);
    pending.add(new Pending(id, threads.submit(() -> attempt(line))));
  }

  /** Tells of all lines that are still under way. */
  void finish(Consumer<Outcome> told) throws InterruptedException {
    while (!pending.isEmpty()) {
      take(told);
    }
  }

  private void take(Consumer<Outcome> told) throws InterruptedException {
    Pending first = pending.element();
    try {
      Outcome outcome = first.outcome.get();
      pending.remove();
      first.id.ifPresent(ids::remove);
      told.accept(outcome);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private Outcome attempt(Line line) {
    if (line instanceof Line.Read read) {
      try {
        write.accept(read);
      } catch (S3dbException e) {
        return new Outcome(line, e);
      }
    }
    return new Outcome(line, null);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
