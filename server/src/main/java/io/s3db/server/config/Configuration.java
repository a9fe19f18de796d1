package io.s3db.server.config;

import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.replicator.ReplicatorPlugin;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was read and found good.
 *
 * <pre>{@code
 * Configuration configuration = Configuration.read(Path.of("s3db.yaml"));
 * try (S3db db = configuration.connect()) { … }
 * }</pre>
 */
public final class Configuration {
  private final DatabaseSettings database;
  private final ServerSettings server;
  private final Map<String, @Nullable Object> replication;
  private final Path folder;

  Configuration(
      DatabaseSettings database,
      ServerSettings server,
      Map<String, @Nullable Object> replication,
      Path folder) {
    this.database = database;
    this.server = server;
    this.replication = Collections.unmodifiableMap(new LinkedHashMap<>(replication));
    this.folder = folder;
  }

  /**
   * Reads a file, with the environment of this process.
   *
   * @throws InvalidConfigurationException with every problem and its line
   */
  public static Configuration read(Path file) {
    return read(file, System.getenv());
  }

  /**
   * Reads a file.
   *
   * @param environment the variables that <code>${NAME}</code> stands for
   * @throws InvalidConfigurationException with every problem and its line
   */
  public static Configuration read(Path file, Map<String, String> environment) {
    return new ConfigurationReader(environment).read(file);
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @param folder what paths in it are relative to
   * @throws InvalidConfigurationException with every problem and its line
   */
  public static Configuration parse(
      String name, String text, Path folder, Map<String, String> environment) {
    return new ConfigurationReader(environment).read(name, text, folder);
  }

  /** The section {@code database}. */
  public DatabaseSettings database() {
    return database;
  }

  /** The section {@code server}, or what holds without it. */
  public ServerSettings server() {
    return server;
  }

  /** The same with other settings of the server, such as a port from the command line. */
  public Configuration withServer(ServerSettings other) {
    return new Configuration(database, other, replication, folder);
  }

  /** Whether there is a section {@code replicator} that is not switched off. */
  public boolean replicates() {
    return !replication.isEmpty() && !Boolean.FALSE.equals(replication.get("enabled"));
  }

  /** The resource of the replication log, if it is kept in the database. */
  public Optional<String> logResource() {
    return replicates() && Boolean.TRUE.equals(replication.get("persistReplicatorLog"))
        ? Optional.of(
            replication.get("replicatorLogResource") instanceof String name
                ? name
                : "replicator_log")
        : Optional.empty();
  }

  /** A new plugin for one database, if the file has a section {@code replicator}. */
  public Optional<ReplicatorPlugin> plugin() {
    return replication.isEmpty()
        ? Optional.empty()
        : Optional.of(ReplicatorPlugin.of(replication, folder));
  }

  /**
   * Opens the database, starts the replication, and creates or changes the resources of the file.
   *
   * @throws io.s3db.S3dbException if it cannot be opened; nothing stays open then
   */
  public S3db connect() {
    S3dbBuilder builder = database.builder();
    plugin().ifPresent(builder::plugin);
    return declared(builder);
  }

  /** As {@link #connect}, without replication: what is written then is not captured. */
  public S3db connectWithoutReplication() {
    return declared(database.builder());
  }

  private S3db declared(S3dbBuilder builder) {
    S3db db = builder.connect();
    try {
      database.resources().forEach(db::createResource);
      return db;
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }
}
