package io.s3db.replicator;

import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.journal.ChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Passes events on: to the parts of the plugin at once, to listeners through their queues. */
final class EventHub implements EventSink {
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
  private final List<EventSink> parts = new CopyOnWriteArrayList<>();
  private final AtomicLong droppedBefore = new AtomicLong();

  <E extends ReplicationEvent> Subscription on(Class<E> type, Consumer<? super E> consumer) {
    Listener<E> listener = new Listener<>(type, consumer, this::remove);
    listeners.add(listener);
    return listener;
  }

  /** Adds a part of the plugin: called on the lane's own thread, so it must be quick. */
  void add(EventSink part) {
    parts.add(part);
  }

  @Override
  public boolean wanted(Class<? extends ReplicationEvent> type) {
    for (EventSink part : parts) {
      if (part.wanted(type)) {
        return true;
      }
    }
    for (Listener<?> listener : listeners) {
      if (listener.wants(type)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void publish(ReplicationEvent event) {
    for (EventSink part : parts) {
      if (part.wanted(event.getClass())) {
        part.publish(event);
      }
    }
    for (Listener<?> listener : listeners) {
      listener.offer(event);
    }
  }

  @Override
  public void publish(ReplicationFailed failed, ChangeEvent change) {
    for (EventSink part : parts) {
      if (part.wanted(ReplicationFailed.class)) {
        part.publish(failed, change);
      }
    }
    for (Listener<?> listener : listeners) {
      listener.offer(failed);
    }
  }

  /** How many events listeners were too slow for. */
  long dropped() {
    return droppedBefore.get() + listeners.stream().mapToLong(Listener::dropped).sum();
  }

  void close() {
    try {
      for (Listener<?> listener : listeners) {
        listener.finish(FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      listeners.forEach(Listener::close);
    }
    parts.clear();
  }

  private void remove(Listener<?> listener) {
    if (listeners.remove(listener)) {
      droppedBefore.addAndGet(listener.dropped());
    }
  }
}
