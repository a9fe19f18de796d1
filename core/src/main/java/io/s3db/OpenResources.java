package io.s3db;

import io.s3db.catalog.Catalog;
import io.s3db.catalog.CatalogResource;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.secret.Vault;
import io.s3db.write.RecordFormat;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The resources of a database, each opened once, by the catalogue as this process last saw it. */
final class OpenResources implements AutoCloseable {
  private final Engine engine;
  private final CatalogueFile file;
  private final Vault vault;
  private final DatabaseEvents events;
  private final Function<String, Optional<String>> advice;
  private final Map<String, Resource> opened = new ConcurrentHashMap<>();
  private final List<Consumer<Resource>> openers = new CopyOnWriteArrayList<>();
  private final Object changing = new Object();
  private volatile Catalog catalog;
  private volatile boolean closed;

  /**
   * Reads the catalogue.
   *
   * @param advice what to tell those who ask for a resource that is missing, by its name
   */
  OpenResources(
      Engine engine,
      CatalogueFile file,
      Vault vault,
      DatabaseEvents events,
      Function<String, Optional<String>> advice) {
    this.engine = engine;
    this.file = file;
    this.vault = vault;
    this.events = events;
    this.advice = advice;
    this.catalog = file.open();
    events.known(catalog);
  }

  Resource declare(String name, Function<Catalog, ResourceDefinition> wanted) {
    synchronized (changing) {
      checkOpen();
      CatalogueFile.Outcome declared = file.declare(wanted);
      RecordFormat format = RecordFormat.of(declared.resource(), vault);
      catalog = declared.catalog();
      Resource resource = opened.computeIfAbsent(name, _ -> open(format));
      resource.evolve(format);
      declared
          .replaced()
          .ifPresent(before -> events.declared(before, declared.catalog(), declared.resource()));
      return resource;
    }
  }

  /** A resource; the catalogue is read again if it is not known. */
  Resource find(String name) {
    Resource known = opened.get(name);
    return known == null ? load(name) : known;
  }

  private Resource load(String name) {
    synchronized (changing) {
      checkOpen();
      if (catalog.find(name).isEmpty()) {
        catalog = reread();
      }
      CatalogResource found = catalog.find(name).orElseThrow(() -> missing(name));
      return opened.computeIfAbsent(name, _ -> open(RecordFormat.of(found, vault)));
    }
  }

  private Resource open(RecordFormat format) {
    Resource resource =
        new Resource(engine, new CurrentFormat(format, () -> reload(format.name())));
    openers.forEach(opener -> opener.accept(resource));
    return resource;
  }

  private RecordFormat reload(String name) {
    return reread()
        .find(name)
        .map(found -> RecordFormat.of(found, vault))
        .orElseThrow(() -> missing(name));
  }

  private Catalog reread() {
    Catalog now = file.reread();
    events.reread(now);
    return now;
  }

  private ResourceNotFoundException missing(String name) {
    return advice
        .apply(name)
        .map(advised -> new ResourceNotFoundException(name, advised))
        .orElseGet(() -> new ResourceNotFoundException(name, catalog.names()));
  }

  /** All of them, in the order of the catalogue. */
  List<Resource> all() {
    return catalog.names().stream().map(this::find).toList();
  }

  /** Does something with each that is open, and with each that is opened later. */
  void each(Consumer<Resource> action) {
    synchronized (changing) {
      openers.add(action);
      opened.values().forEach(action);
    }
  }

  /** Leaves those that are opened later alone. */
  void forget(Collection<Consumer<Resource>> actions) {
    openers.removeAll(actions);
  }

  @Override
  public void close() {
    closed = true;
    opened.values().forEach(Resource::close);
  }

  private void checkOpen() {
    if (closed) {
      throw engine.closedException();
    }
  }
}
