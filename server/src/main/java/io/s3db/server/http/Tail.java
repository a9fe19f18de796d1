package io.s3db.server.http;

import io.s3db.json.Json;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one client follows, as <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>. A
 * thousand events wait for it; when there are more, its thread is interrupted, which closes the
 * connection even while it is blocked in a write.
 */
final class Tail implements AutoCloseable {
  private static final int WAITING = 1000;
  private static final int ALIVE_SECONDS = 15;

  private final Predicate<Map<String, @Nullable Object>> wanted;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer = Thread.currentThread();
  private @Nullable Subscription subscription;
  private long number;
  private boolean closed;

  private Tail(Predicate<Map<String, @Nullable Object>> wanted) {
    this.wanted = wanted;
  }

  /** Begins to follow, for the client whose thread this is. */
  static Tail open(
      Optional<ReplicatorPlugin> plugin, Predicate<Map<String, @Nullable Object>> wanted) {
    Tail tail = new Tail(wanted);
    plugin.ifPresent(it -> tail.subscription = it.on(ReplicationEvent.class, tail::hear));
    return tail;
  }

  void hello(String data) {
    queue.add("event: hello\ndata: " + data + "\n\n");
  }

  private synchronized void hear(ReplicationEvent event) {
    if (closed) {
      return;
    }
    EventForm.of(event)
        .filter(wanted)
        .ifPresent(
            form -> {
              if (!queue.offer(text(form))) {
                closed = true;
                writer.interrupt();
              }
            });
  }

  private String text(Map<String, @Nullable Object> form) {
    return "id: "
        + ++number
        + "\nevent: "
        + form.get("type")
        + "\ndata: "
        + Json.write(form)
        + "\n\n";
  }

  /** Writes until the client goes, does not keep up, or the daemon closes. */
  void writeTo(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      String next = queue.poll(ALIVE_SECONDS, TimeUnit.SECONDS);
      StringBuilder text = new StringBuilder(next == null ? ": alive\n\n" : next);
      for (String more = queue.poll(); more != null; more = queue.poll()) {
        text.append(more);
      }
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
  }
}
