package io.s3db.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way, so that it can be bounded, and waited for at the end. */
final class Traffic {
  private final int most;
  private final int mostStreams;
  private final Semaphore free;
  private final AtomicInteger streams = new AtomicInteger();
  private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();

  Traffic(int most, int mostStreams) {
    this.most = most;
    this.mostStreams = mostStreams;
    this.free = new Semaphore(most);
  }

  /** A request, or a stream, that is under way until this is closed. */
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  boolean isClosing() {
    return closing.get();
  }

  /** A request comes in. Those for its health are answered however busy the daemon is. */
  Pass enter(String path) {
    if (closing.get()) {
      throw HttpFront.closing();
    }
    if (path.startsWith("/health/")) {
      return () -> {};
    }
    if (!free.tryAcquire()) {
      throw new HttpFailure(
              503,
              "TOO_MANY_REQUESTS",
              "The daemon is answering " + most + " requests already.",
              "Try again in a moment.")
          .header("Retry-After", "1");
    }
    return free::release;
  }

  /** The request of this thread becomes a stream: it is not waited for, but ended at the end. */
  Pass enterStream() {
    if (streams.incrementAndGet() > mostStreams) {
      streams.decrementAndGet();
      throw new HttpFailure(
          503,
          "TOO_MANY_STREAMS",
          mostStreams + " clients follow events already.",
          "Close one, or raise server.maxStreams.");
    }
    Thread thread = Thread.currentThread();
    streaming.add(thread);
    free.release();
    if (closing.get()) {
      thread.interrupt();
    }
    return () -> {
      streaming.remove(thread);
      streams.decrementAndGet();
      free.acquireUninterruptibly();
    };
  }

  /** Lets nobody in, ends the streams, and waits for the requests. */
  void drain(Duration time) throws InterruptedException {
    closing.set(true);
    streaming.forEach(Thread::interrupt);
    if (free.tryAcquire(most, time.toNanos(), TimeUnit.NANOSECONDS)) {
      free.release(most);
    }
  }
}
