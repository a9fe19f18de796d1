package io.s3db.server;

import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.server.config.Configuration;
import io.s3db.server.config.Loopback;
import io.s3db.server.http.HttpApi;
import io.s3db.server.metrics.Telemetry;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with its replication, served over HTTP: what {@code s3db run} runs.
 *
 * <pre>{@code
 * try (S3dbServer server = S3dbServer.start(Configuration.read(Path.of("s3db.yaml")))) {
 *   System.out.println(server.uri());
 *   …
 * }
 * }</pre>
 *
 * <p>What a client was told is written stays so, whatever happens to the process. Safe for many
 * threads.
 */
public final class S3dbServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3dbServer.class);

  private final Configuration configuration;
  private final S3db database;
  private final Optional<ReplicatorPlugin> replication;
  private final Telemetry telemetry;
  private final HttpApi api;
  private boolean closed;

  private S3dbServer(Configuration configuration, S3db database, Telemetry telemetry, HttpApi api) {
    this.configuration = configuration;
    this.database = database;
    this.replication = database.plugin(ReplicatorPlugin.class);
    this.telemetry = telemetry;
    this.api = api;
  }

  /**
   * Opens the database, starts the replication, and listens. Waits for no destination. An address
   * that is in use is found before anything is opened or created.
   *
   * @throws io.s3db.S3dbException if the database cannot be opened, or the address cannot be
   *     listened on; nothing stays open then
   */
  public static S3dbServer start(Configuration configuration) {
    HttpApi.requireAddress(configuration.server());
    S3db database = configuration.connect();
    Optional<ReplicatorPlugin> replication = database.plugin(ReplicatorPlugin.class);
    Telemetry telemetry =
        Telemetry.start(replication, InstantSource.system(), configuration.server().stuckAfter());
    try {
      HttpApi api =
          HttpApi.start(configuration, database, replication, telemetry, InstantSource.system());
      S3dbServer server = new S3dbServer(configuration, database, telemetry, api);
      LOG.info("{} is served at {}", database.describe(), server.uri());
      return server;
    } catch (RuntimeException | Error e) {
      telemetry.close();
      database.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return api.port();
  }

  /** Where the page and the API are, for a browser or a client on this machine. */
  public URI uri() {
    String host = configuration.server().host();
    String shown = Loopback.is(host) || !host.matches("0\\.0\\.0\\.0|::") ? host : "localhost";
    return URI.create(
        "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port() + "/");
  }

  /** The database that is served. */
  public S3db database() {
    return database;
  }

  /** The replication, if the configuration has a section for it. */
  public Optional<ReplicatorPlugin> replication() {
    return replication;
  }

  /**
   * Takes no more requests, waits for those under way ({@code server.drainTimeout}), delivers what
   * it can within {@code replicator.closeTimeout}, and closes the database. What is left is
   * delivered after the next start. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      api.stop();
    } catch (InterruptedException _) {
      Thread.currentThread()
          .interrupt(); // closed in a hurry: nothing that was acknowledged is lost
    }
    telemetry.close();
    database.close();
  }
}
