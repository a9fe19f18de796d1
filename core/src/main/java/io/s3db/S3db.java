package io.s3db;

import io.s3db.catalog.Catalog;
import io.s3db.catalog.CatalogResource;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.plugin.PluginStorage;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.WriteInterceptor;
import io.s3db.secret.Passwords;
import io.s3db.secret.Vault;
import io.s3db.store.ObjectStore;
import io.s3db.typed.Mapper;
import io.s3db.typed.TypedResource;
import io.s3db.version.HybridClock;
import io.s3db.write.RecordFormat;
import io.s3db.write.RecordWriter;
import io.s3db.write.Sleeper;
import io.s3db.write.Timing;
import io.s3db.write.Workshop;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in a bucket, a directory or memory.
 *
 * <pre>{@code
 * try (S3db db = S3db.connect("memory://shop")) {
 *   Resource orders =
 *       db.createResource("orders", r -> r.attribute("userId", "string|required").timestamps(true));
 *   Document order = orders.insert(Document.of("userId", "alice"));
 * }
 * }</pre>
 *
 * <p>Any number of processes may open the same database, and s3db.js as well. Safe for use by many
 * threads.
 */
public final class S3db implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3db.class);

  private final String name;
  private final Engine engine;
  private final boolean closesStore;
  private final CatalogueFile file;
  private final Map<String, Resource> resources = new ConcurrentHashMap<>();
  private final List<Plugin> plugins = new CopyOnWriteArrayList<>();
  private final List<Consumer<Resource>> openers = new CopyOnWriteArrayList<>();
  private final InstantSource time;
  private final Vault vault;
  private final RecordAccess records;
  private final DatabaseEvents events;
  // Plugins are started and stopped under a lock of their own: their threads may need the
  // catalogue.
  private final Object plugging = new Object();
  private final Object changing = new Object();
  private volatile Catalog catalog;
  private volatile boolean closed;

  S3db(String name, Opening opening, boolean closesStore) {
    this.name = name;
    this.closesStore = closesStore;
    Timing timing = Timing.of(opening.time(), opening.sleeper(), opening.random());
    HybridClock clock =
        new HybridClock(opening.time(), opening.random().nextLong(), opening.maxClockSkew());
    Workshop workshop = Workshop.of(opening.store(), clock, timing);
    this.engine =
        new Engine(
            workshop,
            new RecordWriter(workshop),
            new Crew(opening.concurrency()),
            new Crew(opening.concurrency()),
            opening.random(),
            new AtomicBoolean());
    this.file =
        new CatalogueFile(
            opening.store(),
            opening.time(),
            new CatalogueLock(
                opening.store(), opening.time(), opening.sleeper(), opening.random()));
    this.time = opening.time();
    this.vault = opening.vault();
    this.records = new StoredRecords(this, engine);
    this.events = new DatabaseEvents(name);
    this.catalog = file.open();
    events.known(catalog);
  }

  /** Starts to describe a connection. */
  public static S3dbBuilder builder() {
    return new S3dbBuilder();
  }

  /** Hashes and checks passwords with the pepper of this connection. */
  public Passwords passwords() {
    return vault.passwords();
  }

  /**
   * Opens the database at an address, such as {@code memory://shop} or {@code file:///var/shop}.
   *
   * @throws S3dbException if it cannot be opened; nothing was changed
   */
  public static S3db connect(String connectionString) {
    return builder().connectionString(connectionString).connect();
  }

  /** The name of the bucket or directory, in characters that may name a file. */
  public String name() {
    return name;
  }

  /** The address of the database, without credentials. */
  public String describe() {
    return engine.store().describe();
  }

  /**
   * Adds a plugin and starts it at once.
   *
   * @throws RuntimeException what the plugin throws; it is not added then
   */
  public S3db use(Plugin plugin) {
    return use(List.of(plugin));
  }

  /** Installs all, then starts all; on a failure those started are stopped again. */
  S3db use(List<Plugin> added) {
    synchronized (plugging) {
      checkOpen();
      SequencedMap<Plugin, Context> contexts = new LinkedHashMap<>();
      try {
        for (Plugin plugin : added) {
          Context context = new Context(plugin);
          contexts.put(plugin, context);
          plugin.install(context);
        }
        contexts.forEach(
            (plugin, context) -> {
              plugin.start(context);
              plugins.add(plugin);
            });
      } catch (RuntimeException | Error e) {
        contexts.reversed().forEach(this::withdraw);
        throw e;
      }
    }
    return this;
  }

  private void withdraw(Plugin plugin, Context context) {
    if (plugins.remove(plugin)) {
      stop(plugin);
    }
    engine.workshop().interceptors().removeAll(context.intercepting);
    openers.removeAll(context.opening);
  }

  /**
   * Stops a plugin and removes it for good.
   *
   * @param purge whether its objects in the store are deleted too
   * @throws S3dbException if it is none of this database
   */
  public void uninstall(Plugin plugin, boolean purge) {
    synchronized (plugging) {
      checkOpen();
      if (!plugins.remove(plugin)) {
        throw new S3dbException(
            "PLUGIN_NOT_FOUND", "Plugin " + plugin.name() + " is none of this database.", null);
      }
      stop(plugin);
      plugin.uninstall();
      if (purge) {
        storageOf(plugin).deleteAll();
      }
      events.tell(DatabaseEvents.UNINSTALLED, plugin.name(), Document.of("purged", purge));
    }
  }

  private PluginStorage storageOf(Plugin plugin) {
    return new PluginStorage(engine.store(), engine.workshop().timing(), plugin.slug());
  }

  /** The plugins, in the order in which they were added. */
  public List<Plugin> plugins() {
    return List.copyOf(plugins);
  }

  /** The first plugin of a type. */
  public <T extends Plugin> Optional<T> plugin(Class<T> type) {
    return plugins.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /**
   * Creates a resource, or changes the one there is so that it is as wanted. Records are not
   * touched.
   *
   * @throws S3dbException if the definition cannot be, or the catalogue cannot be written
   */
  public Resource createResource(ResourceDefinition definition) {
    return declare(definition.name(), _ -> definition);
  }

  /**
   * Creates or changes a resource by what its definition is now, so that two processes that each
   * add an attribute keep both.
   *
   * @param wanted from the present definition, if there is one, to the one that should be; asked
   *     again when another process changes the catalogue meanwhile
   * @throws S3dbException if the definition cannot be, or the catalogue cannot be written
   */
  public Resource evolveResource(
      String resource, Function<Optional<ResourceDefinition>, ResourceDefinition> wanted) {
    return declare(
        resource, present -> wanted.apply(present.find(resource).map(CatalogResource::definition)));
  }

  private Resource declare(String name, Function<Catalog, ResourceDefinition> wanted) {
    synchronized (changing) {
      checkOpen();
      CatalogueFile.Outcome declared = file.declare(wanted);
      RecordFormat format = RecordFormat.of(declared.resource(), vault);
      catalog = declared.catalog();
      Resource resource = resources.computeIfAbsent(name, _ -> open(format));
      resource.evolve(format);
      declared
          .replaced()
          .ifPresent(before -> events.declared(before, declared.catalog(), declared.resource()));
      return resource;
    }
  }

  /**
   * As {@link #createResource(ResourceDefinition)}, with the definition described in place:
   *
   * <pre>{@code
   * db.createResource("orders", r -> r.attribute("userId", "string|required").timestamps(true));
   * }</pre>
   */
  public Resource createResource(
      String resource, UnaryOperator<ResourceDefinition.Builder> definition) {
    return createResource(definition.apply(ResourceDefinition.named(resource)).build());
  }

  /**
   * A resource by its name. The catalogue is read again if it is not known, for another process may
   * have created it.
   *
   * @throws ResourceNotFoundException naming the nearest, if there is none
   */
  public Resource resource(String resource) {
    Resource known = resources.get(resource);
    return known == null ? load(resource) : known;
  }

  private Resource load(String resource) {
    synchronized (changing) {
      checkOpen();
      if (catalog.find(resource).isEmpty()) {
        Catalog now = file.reread();
        events.reread(now);
        catalog = now;
      }
      CatalogResource found = catalog.find(resource).orElseThrow(() -> missing(resource));
      return resources.computeIfAbsent(resource, _ -> open(RecordFormat.of(found, vault)));
    }
  }

  private Resource open(RecordFormat format) {
    Resource opened = new Resource(engine, new CurrentFormat(format, () -> reload(format.name())));
    openers.forEach(opener -> opener.accept(opened));
    return opened;
  }

  private RecordFormat reload(String resource) {
    Catalog now = file.reread();
    events.reread(now);
    return now.find(resource)
        .map(found -> RecordFormat.of(found, vault))
        .orElseThrow(() -> missing(resource));
  }

  private ResourceNotFoundException missing(String resource) {
    return plugins.stream()
        .flatMap(plugin -> plugin.adviceOnMissing(resource).stream())
        .findFirst()
        .map(advice -> new ResourceNotFoundException(resource, advice))
        .orElseGet(() -> new ResourceNotFoundException(resource, catalog.names()));
  }

  /**
   * Tells a listener of an event of the database, on a thread of the database's own: {@code
   * db:resource-created} and {@code db:resource-updated} (by this process; with {@code version}),
   * {@code db:metadata-uploaded}, {@code db:resource-definitions-changed} (by another process;
   * {@code changes} has them), {@code db:plugin:uninstalled}, {@code db:disconnected}. For {@code
   * db:connected} see {@link S3dbBuilder#on}.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such event
   */
  public S3db on(String event, Consumer<DatabaseEvent> listener) {
    events.on(event, listener);
    return this;
  }

  DatabaseEvents events() {
    return events;
  }

  /**
   * A resource whose records are objects of a class.
   *
   * @throws ResourceNotFoundException naming the nearest, if there is none
   * @throws io.s3db.typed.MappingException if the class cannot be mapped
   */
  public <T> TypedResource<T> resource(String resource, Class<T> type) {
    return new TypedResource<>(resource(resource), Mapper.of(type));
  }

  /**
   * The attributes that objects of a class need, for {@link ResourceDefinition.Builder#attributes}.
   *
   * @throws io.s3db.typed.MappingException if the class cannot be mapped
   */
  public static Map<String, Object> schemaOf(Class<?> type) {
    return Mapper.of(type).attributes();
  }

  /** All resources, in the order of the catalogue. */
  public List<Resource> resources() {
    return catalog.names().stream().map(this::resource).toList();
  }

  /** Writes the states of another database's records into this one. */
  public RecordMirror mirror() {
    return new RecordMirror(this);
  }

  /**
   * Stops the plugins, last one first, and releases everything. A store that was passed in stays
   * open. Idempotent.
   */
  @Override
  public void close() {
    synchronized (plugging) {
      if (closed) {
        return;
      }
      plugins.reversed().forEach(S3db::stop);
      closed = true;
      resources.values().forEach(Resource::close);
      events.tell(DatabaseEvents.DISCONNECTED, null, Document.of());
      events.close();
      engine.close();
      if (closesStore) {
        engine.store().close();
      }
    }
  }

  private static void stop(Plugin plugin) {
    try {
      plugin.stop();
    } catch (RuntimeException e) {
      LOG.error("Plugin {} failed to stop; the database closes all the same.", plugin.name(), e);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw engine.closedException();
    }
  }

  /** What plugins are given. */
  private final class Context implements PluginContext {
    private final List<WriteInterceptor> intercepting = new CopyOnWriteArrayList<>();
    private final List<Consumer<Resource>> opening = new CopyOnWriteArrayList<>();
    private final Plugin plugin;

    Context(Plugin plugin) {
      this.plugin = plugin;
    }

    @Override
    public PluginStorage storage() {
      return storageOf(plugin);
    }

    @Override
    public void eachResource(Consumer<Resource> action) {
      synchronized (changing) {
        opening.add(action);
        openers.add(action);
        resources.values().forEach(action);
      }
    }

    @Override
    public S3db database() {
      return S3db.this;
    }

    @Override
    public ObjectStore store() {
      return engine.store();
    }

    @Override
    public RecordAccess records() {
      return records;
    }

    @Override
    public HybridClock clock() {
      return engine.workshop().clock();
    }

    @Override
    public InstantSource time() {
      return time;
    }

    @Override
    public void intercept(WriteInterceptor interceptor) {
      intercepting.add(interceptor);
      engine.workshop().interceptors().add(interceptor);
    }
  }

  /** Everything a database is opened with. */
  record Opening(
      ObjectStore store,
      int concurrency,
      InstantSource time,
      java.util.random.RandomGenerator random,
      java.time.Duration maxClockSkew,
      Sleeper sleeper,
      Vault vault) {}
}
