package io.s3db;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of one resource what happened, in order, on a thread of its own.
 *
 * <p>A listener that throws is logged and goes on being told; one that blocks holds back the other
 * listeners of the resource, and nobody else: once {@value #CAPACITY} events wait, further ones are
 * dropped, counted and logged.
 */
final class ResourceEvents implements AutoCloseable {
  static final int CAPACITY = EventTeller.CAPACITY;

  /** The names of events that are known; {@code <name>:<id>} is one as well. */
  static final List<String> NAMES =
      List.of(
          "inserted",
          "updated",
          "deleted",
          "fetched",
          "inserted-many",
          "deleted-many",
          "fetched-many",
          "list",
          "listed-ids",
          "count",
          "paginated",
          "deleted-all",
          "deleted-all-data",
          "partition-fetched",
          "content-set",
          "content-fetched",
          "content-deleted",
          "exceedsLimit",
          "orphanedPartitionsRemoved",
          "versionUpdated",
          "partitionIndexError",
          "error");

  private static final Logger LOG = LoggerFactory.getLogger(ResourceEvents.class);

  private final String resource;
  private final Map<String, List<Consumer<ResourceEvent>>> listeners = new ConcurrentHashMap<>();
  private final EventTeller teller;

  ResourceEvents(String resource) {
    this.resource = resource;
    this.teller = new EventTeller(resource);
  }

  void on(String name, Consumer<ResourceEvent> listener) {
    String kind = name.indexOf(':') < 0 ? name : name.substring(0, name.indexOf(':'));
    if (!NAMES.contains(kind)) {
      throw new IllegalArgumentException(
          "there is no event '"
              + name
              + "' of a resource: "
              + Nearest.to(kind, NAMES)
                  .map(nearest -> "did you mean '" + nearest + "'?")
                  .orElse("use one of " + String.join(", ", NAMES)));
    }
    listeners.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>()).add(listener);
    teller.start();
  }

  /** Whether anybody listens, so that events nobody wants need not be made. */
  boolean wanted() {
    return !listeners.isEmpty();
  }

  /** Queues the event for those who listen to its name, or to its name and id. */
  void emit(ResourceEvent event) {
    if (listeners.isEmpty()) {
      return;
    }
    List<Consumer<ResourceEvent>> named = listeners.getOrDefault(event.name(), List.of());
    List<Consumer<ResourceEvent>> ofId =
        event.recordId() == null
            ? List.of()
            : listeners.getOrDefault(event.name() + ":" + event.recordId(), List.of());
    if (named.isEmpty() && ofId.isEmpty()) {
      return;
    }
    teller.tell(
        () -> {
          named.forEach(listener -> tell(listener, event));
          ofId.forEach(listener -> tell(listener, event));
        });
  }

  long dropped() {
    return teller.dropped();
  }

  private void tell(Consumer<ResourceEvent> listener, ResourceEvent event) {
    try {
      listener.accept(event);
    } catch (Exception | Error e) { // whatever it is, the next event is told
      LOG.warn("A listener of '{}' failed on '{}'.", resource, event.name(), e);
    }
  }

  /** Gives waiting events a moment, then stops. */
  @Override
  public void close() {
    teller.close();
  }
}
