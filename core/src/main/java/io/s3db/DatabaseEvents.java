package io.s3db;

import io.s3db.catalog.Catalog;
import io.s3db.catalog.CatalogResource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happened to a database, in order, on a thread of its own. */
final class DatabaseEvents implements AutoCloseable {
  static final String CONNECTED = "db:connected";
  static final String DISCONNECTED = "db:disconnected";
  static final String UPLOADED = "db:metadata-uploaded";
  static final String CREATED = "db:resource-created";
  static final String UPDATED = "db:resource-updated";
  static final String CHANGED = "db:resource-definitions-changed";
  static final String UNINSTALLED = "db:plugin:uninstalled";

  private static final List<String> NAMES =
      List.of(CONNECTED, DISCONNECTED, UPLOADED, CREATED, UPDATED, CHANGED, UNINSTALLED);
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseEvents.class);

  private final Map<String, List<Consumer<DatabaseEvent>>> listeners = new ConcurrentHashMap<>();
  private final EventTeller teller;
  private Map<String, String> versions = Map.of();

  DatabaseEvents(String database) {
    this.teller = new EventTeller(database);
  }

  static void check(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "there is no event '"
              + name
              + "' of a database: "
              + Nearest.to(name, NAMES)
                  .map(nearest -> "did you mean '" + nearest + "'?")
                  .orElse("use one of " + String.join(", ", NAMES)));
    }
  }

  void on(String name, Consumer<DatabaseEvent> listener) {
    check(name);
    listeners.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>()).add(listener);
    teller.start();
  }

  void tell(String name, @Nullable String subject, Document details) {
    List<Consumer<DatabaseEvent>> told = listeners.getOrDefault(name, List.of());
    if (!told.isEmpty()) {
      DatabaseEvent event = new DatabaseEvent(name, subject, details);
      teller.tell(() -> told.forEach(listener -> tell(listener, event)));
    }
  }

  private static void tell(Consumer<DatabaseEvent> listener, DatabaseEvent event) {
    try {
      listener.accept(event);
    } catch (Exception | Error e) { // whatever it is, the next event is told
      LOG.warn("A listener failed on '{}'.", event.name(), e);
    }
  }

  /** A resource was declared by this process, and the catalogue was written. */
  void declared(Catalog before, Catalog now, CatalogResource resource) {
    known(now);
    tell(UPLOADED, null, Document.of());
    tell(
        before.find(resource.name()).isEmpty() ? CREATED : UPDATED,
        resource.name(),
        Document.of("version", resource.version()));
  }

  /** The catalogue was read; nothing is told of what is in it now. */
  synchronized void known(Catalog now) {
    versions = versions(now);
  }

  /** The catalogue was read again; tells once what others have changed. */
  synchronized void reread(Catalog now) {
    Map<String, String> before = versions;
    versions = versions(now);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(versions.keySet());
    List<Document> changes =
        names.stream()
            .filter(name -> !Objects.equals(before.get(name), versions.get(name)))
            .map(name -> change(name, before.get(name), versions.get(name)))
            .toList();
    if (!changes.isEmpty()) {
      tell(CHANGED, null, Document.of("changes", changes));
    }
  }

  private static Document change(String name, @Nullable String from, @Nullable String to) {
    String type = from == null ? "new" : to == null ? "deleted" : "changed";
    return Document.of("type", type, "resourceName", name, "fromVersion", from, "toVersion", to);
  }

  private static Map<String, String> versions(Catalog catalog) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String name : catalog.names()) {
      catalog.find(name).ifPresent(resource -> versions.put(name, resource.version()));
    }
    return versions;
  }

  @Override
  public void close() {
    teller.close();
  }
}
