package io.s3db.transform.js;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the workers do, a hundred times a second, and ends calls that use too much.
 *
 * <p>Processor time is what counts, not time: a record must not fail because the machine was busy
 * or asleep. Memory is what the thread allocated, whether or not it was freed since. It ends with
 * the last worker.
 */
final class Watch {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final JsLimits limits;
  private final Set<Worker> workers;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Worker, Call> calls = new HashMap<>();

  Watch(JsLimits limits, Set<Worker> workers) {
    this.limits = limits;
    this.workers = workers;
  }

  void start() {
    Thread.ofPlatform().daemon().name("s3db-transform-js-watch").start(this::run);
  }

  private void run() {
    try {
      do {
        TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        workers.forEach(this::look);
        calls.keySet().retainAll(workers);
      } while (!workers.isEmpty());
    } catch (InterruptedException _) {
      // The process ends.
    }
  }

  private void look(Worker worker) {
    FutureTask<?> task = worker.running().orElse(null);
    Call call = calls.get(worker);
    if (task == null) {
      calls.remove(worker);
    } else if (call == null || !call.task().equals(task)) {
      calls.put(worker, new Call(task, time(worker), allocated(worker)));
    } else {
      String reason = excess(worker, call);
      if (reason != null) {
        worker.condemn(task, reason);
      }
    }
  }

  private @Nullable String excess(Worker worker, Call call) {
    if (time(worker) - call.time() > limits.time().toNanos()) {
      return "it ran longer than %d ms and was stopped".formatted(limits.time().toMillis());
    }
    if (allocated(worker) - call.allocated() > limits.memory()) {
      return "it used more than %d MB of memory and was stopped".formatted(limits.memory() >> 20);
    }
    return null;
  }

  private long time(Worker worker) {
    return threads.getThreadCpuTime(worker.threadId());
  }

  private long allocated(Worker worker) {
    return threads.getThreadAllocatedBytes(worker.threadId());
  }

  /** A call, and what its thread had used when it was first seen. */
  private record Call(FutureTask<?> task, long time, long allocated) {}
}
