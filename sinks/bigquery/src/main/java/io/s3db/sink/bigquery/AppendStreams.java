package io.s3db.sink.bigquery;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for their next rows. As many are in use as lanes write; of those that wait,
 * only the ones used last are kept.
 */
final class AppendStreams implements AutoCloseable {
  private static final int MOST_WAITING = 32;

  private final Clients clients;
  private final BigqueryOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<AppendStream> waiting = new ArrayDeque<>();
  private final LongAdder opened = new LongAdder();
  private boolean closed;

  AppendStreams(Clients clients, BigqueryOptions options) {
    this.clients = clients;
    this.options = options;
  }

  /** A connection for rows of this layout; give it back, or close it. */
  AppendStream take(String table, Layout layout) throws IOException {
    AppendStream kept = poll(layout);
    if (kept != null) {
      return kept;
    }
    opened.increment();
    String name =
        "projects/" + options.projectId() + "/datasets/" + options.datasetId() + "/tables/" + table;
    return new AppendStream(clients.write(), name, layout);
  }

  private @Nullable AppendStream poll(Layout layout) {
    lock.lock();
    try {
      for (Iterator<AppendStream> all = waiting.iterator(); all.hasNext(); ) {
        AppendStream stream = all.next();
        if (stream.hasEnded()) {
          all.remove();
        } else if (stream.layout() == layout) {
          all.remove();
          return stream;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(AppendStream stream) {
    AppendStream tooMany = null;
    lock.lock();
    try {
      if (closed) {
        tooMany = stream;
      } else {
        waiting.addFirst(stream);
        tooMany = waiting.size() > MOST_WAITING ? waiting.removeLast() : null;
      }
    } finally {
      lock.unlock();
    }
    if (tooMany != null) {
      tooMany.close();
    }
  }

  /** How many connections were opened. */
  long opened() {
    return opened.sum();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.forEach(AppendStream::close);
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }
}
