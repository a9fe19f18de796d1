package io.s3db;

import io.s3db.plugin.Plugin;
import io.s3db.secret.Vault;
import io.s3db.store.ConnectionString;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.write.Sleeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Describes a connection to a database; {@link #connect} opens it. */
public final class S3dbBuilder {
  private final List<Plugin> plugins = new ArrayList<>();
  private final List<Listening> listeners = new ArrayList<>();
  private @Nullable ConnectionString address;
  private @Nullable ObjectStore store;
  private int concurrency = 16;
  private InstantSource time = InstantSource.system();
  private RandomGenerator random = new SecureRandom();
  private Duration maxClockSkew = Duration.ofMinutes(1);
  private Sleeper sleeper = Sleeper.system();
  private @Nullable String passphrase;
  private boolean defaultPassphrase;
  private String pepper = "";

  S3dbBuilder() {}

  /**
   * Sets where the database lies; see {@link ConnectionString} for the forms.
   *
   * @throws S3dbException if it is no address; no credentials are shown
   */
  public S3dbBuilder connectionString(String text) {
    this.address = ConnectionString.parse(text);
    return this;
  }

  /**
   * Sets a store that is open already, instead of an address; it is not closed with the database.
   */
  public S3dbBuilder store(ObjectStore open) {
    this.store = open;
    return this;
  }

  /** Adds a plugin, started before {@link #connect} returns. */
  public S3dbBuilder plugin(Plugin plugin) {
    plugins.add(plugin);
    return this;
  }

  /** Sets how many records are read, and how many written by bulk operations, at once; 16. */
  public S3dbBuilder concurrency(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("concurrency " + most + ": at least 1 is needed");
    }
    this.concurrency = most;
    return this;
  }

  /** Sets the clock; the system's unless told. */
  public S3dbBuilder time(InstantSource source) {
    this.time = source;
    return this;
  }

  /** Sets the source of ids and of the writer's id: unpredictable unless told. */
  public S3dbBuilder random(RandomGenerator source) {
    this.random = source;
    return this;
  }

  /** Sets how far ahead of the store's clock a version may be and still be believed; 1 minute. */
  public S3dbBuilder maxClockSkew(Duration most) {
    this.maxClockSkew = most;
    return this;
  }

  /**
   * Sets the passphrase of the {@code secret} attributes. Without one they can be neither read nor
   * written; one that does not open them is an error that names the field.
   */
  public S3dbBuilder passphrase(String text) {
    this.passphrase = text;
    return this;
  }

  /**
   * Accepts the passphrase {@code secret}, which s3db.js uses where none is given and everybody
   * knows: for databases that were written with it.
   */
  public S3dbBuilder allowDefaultPassphrase() {
    this.defaultPassphrase = true;
    return this;
  }

  /** Sets what is appended to every password before it is hashed; nothing unless told. */
  public S3dbBuilder pepper(String text) {
    this.pepper = text;
    return this;
  }

  /**
   * Tells a listener of an event of the database, {@code db:connected} included.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such event
   * @see S3db#on
   */
  public S3dbBuilder on(String event, Consumer<DatabaseEvent> listener) {
    DatabaseEvents.check(event);
    listeners.add(new Listening(event, listener));
    return this;
  }

  private record Listening(String event, Consumer<DatabaseEvent> listener) {}

  /** Sets how pauses between repetitions pass, for tests. */
  S3dbBuilder sleeper(Sleeper pauses) {
    this.sleeper = pauses;
    return this;
  }

  /**
   * Opens the database: reads its catalogue, creating it if there is none, and starts the plugins.
   *
   * @throws io.s3db.catalog.CatalogException if the catalogue cannot be trusted; it is left alone
   * @throws S3dbException if the database cannot be opened
   * @throws RuntimeException what a plugin throws that cannot start; those started are stopped
   */
  public S3db connect() {
    if ((address == null) == (store == null)) {
      throw new IllegalArgumentException(
          "a connection needs either a connection string or a store");
    }
    checkPassphrase();
    ObjectStore opened = store != null ? store : ObjectStores.open(required(address));
    String name = address != null ? DatabaseName.of(address) : DatabaseName.of(opened.describe());
    S3db database = open(name, opened);
    try {
      listeners.forEach(each -> database.on(each.event, each.listener));
      database.use(plugins);
      database.events().tell(DatabaseEvents.CONNECTED, null, Document.of("name", name));
      return database;
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  private S3db open(String name, ObjectStore opened) {
    boolean ours = store == null;
    try {
      return new S3db(
          name,
          new Opening(opened, concurrency, time, random, maxClockSkew, sleeper, vault()),
          ours);
    } catch (RuntimeException | Error e) {
      if (ours) {
        opened.close();
      }
      throw e;
    }
  }

  private void checkPassphrase() {
    if (Vault.DEFAULT_PASSPHRASE.equals(passphrase) && !defaultPassphrase) {
      throw new IllegalArgumentException(
          "the passphrase is the one s3db.js uses by default, which protects nothing: choose"
              + " another, or call allowDefaultPassphrase() to read what was written with it");
    }
  }

  /** Salts and nonces must be unpredictable, whatever source of ids was set. */
  private Vault vault() {
    return Vault.of(passphrase, pepper, new SecureRandom());
  }

  private static ConnectionString required(@Nullable ConnectionString address) {
    return java.util.Objects.requireNonNull(address);
  }
}
