package io.s3db;

import io.s3db.catalog.CatalogResource;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.plugin.Plugin;
import io.s3db.secret.Passwords;
import io.s3db.secret.Vault;
import io.s3db.typed.Mapper;
import io.s3db.typed.TypedResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
  private final String name;
  private final Engine engine;
  private final boolean closesStore;
  private final Vault vault;
  private final DatabaseEvents events;
  private final OpenResources resources;
  private final Plugins plugins;
  private final Object closing = new Object();
  private boolean closed;

  S3db(String name, Opening opening, boolean closesStore) {
    this.name = name;
    this.closesStore = closesStore;
    this.engine = opening.engine();
    this.vault = opening.vault();
    this.events = new DatabaseEvents(name);
    this.resources =
        new OpenResources(engine, opening.catalogue(), vault, events, this::adviceOnMissing);
    PluginHost.Place place =
        new PluginHost.Place(
            this, engine, resources, new StoredRecords(this, engine), opening.time());
    this.plugins = new Plugins(engine, events, plugin -> new PluginHost(plugin, place));
  }

  private Optional<String> adviceOnMissing(String resource) {
    return plugins.adviceOnMissing(resource);
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
    plugins.use(added);
    return this;
  }

  /**
   * Stops a plugin and removes it for good.
   *
   * @param purge whether its objects in the store are deleted too
   * @throws S3dbException if it is none of this database
   */
  public void uninstall(Plugin plugin, boolean purge) {
    plugins.uninstall(plugin, purge);
  }

  /** The plugins, in the order in which they were added. */
  public List<Plugin> plugins() {
    return plugins.all();
  }

  /** The first plugin of a type. */
  public <T extends Plugin> Optional<T> plugin(Class<T> type) {
    return plugins.find(type);
  }

  /**
   * Creates a resource, or changes the one there is so that it is as wanted. Records are not
   * touched.
   *
   * @throws S3dbException if the definition cannot be, or the catalogue cannot be written
   */
  public Resource createResource(ResourceDefinition definition) {
    return resources.declare(definition.name(), _ -> definition);
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
    return resources.declare(
        resource, present -> wanted.apply(present.find(resource).map(CatalogResource::definition)));
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
    return resources.find(resource);
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
    return resources.all();
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
    synchronized (closing) {
      if (closed) {
        return;
      }
      plugins.close();
      closed = true;
      resources.close();
      events.tell(DatabaseEvents.DISCONNECTED, null, Document.of());
      events.close();
      engine.close();
      if (closesStore) {
        engine.store().close();
      }
    }
  }
}
