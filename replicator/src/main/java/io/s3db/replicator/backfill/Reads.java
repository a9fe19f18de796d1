package io.s3db.replicator.backfill;

import io.s3db.UnreadableRecordException;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.RecordAccess.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads records of the source, several at once within a limit. Close it to end its threads. */
final class Reads implements AutoCloseable {
  private static final int PARALLEL = 32;

  private final RecordAccess records;
  private final Semaphore permits = new Semaphore(PARALLEL);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What lies under an id. */
  sealed interface Result {
    /** A record. */
    record Found(State state) implements Result {}

    /** Nothing, or what is being deleted. */
    record Gone() implements Result {}

    /** Something that is no record of the resource. */
    record Unreadable(UnreadableRecordException why) implements Result {}
  }

  Reads(RecordAccess records) {
    this.records = records;
  }

  /** Reads them all; the first failure of the store is thrown. */
  Map<String, Result> all(String resource, List<String> ids) throws InterruptedException {
    Map<String, Future<Result>> asked = new LinkedHashMap<>();
    for (String id : ids) {
      asked.put(id, threads.submit(() -> permitted(resource, id)));
    }
    Map<String, Result> results = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Future<Result>> each : asked.entrySet()) {
        results.put(each.getKey(), result(each.getValue()));
      }
      return results;
    } finally {
      asked.values().forEach(each -> each.cancel(true));
    }
  }

  private Result permitted(String resource, String id) throws InterruptedException {
    permits.acquire();
    try {
      return one(resource, id);
    } finally {
      permits.release();
    }
  }

  private static Result result(Future<Result> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case InterruptedException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  Result one(String resource, String id) {
    try {
      return records
          .read(resource, id)
          .filter(state -> !state.version().deleted())
          .<Result>map(Result.Found::new)
          .orElseGet(Result.Gone::new);
    } catch (UnreadableRecordException e) {
      return new Result.Unreadable(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
