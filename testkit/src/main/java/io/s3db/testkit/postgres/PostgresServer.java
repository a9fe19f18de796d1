package io.s3db.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of this process, on 127.0.0.1 and a free port. Needs no Docker and runs as
 * root too.
 *
 * <p>Most tests use the {@link #shared()} one, which starts with the first test of the JVM (a few
 * seconds) and stops with the JVM. Tests that stop or kill a server {@link #start()} one of their
 * own. The superuser {@code postgres} needs no password; every other role does, so a wrong password
 * can be tested. What was committed survives {@link #kill()}, though not a power cut: writes are
 * not forced to disk.
 */
public final class PostgresServer implements AutoCloseable {
  private static @Nullable PostgresServer shared;

  private final Path folder;
  private final int port;
  private @Nullable EmbeddedPostgres running;

  private PostgresServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** The server that all tests of this JVM share. Nobody closes it. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** Starts a server of one's own. */
  public static PostgresServer start() {
    try {
      Path root = Path.of(System.getProperty("java.io.tmpdir"));
      Path folder = Files.createTempDirectory(Files.createDirectories(root), "postgres");
      PostgresServer server = new PostgresServer(folder.resolve("data"), freePort());
      server.startAgain();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
  }

  /** Starts the stopped or killed server again: same port, same data. */
  public synchronized void startAgain() {
    try {
      running = Binaries.whole(this::launch);
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("max_connections", "200")
        // So that what was committed survives kill(); the library's default is off.
        .setServerConfig("synchronous_commit", "on")
        .setDataDirectoryCustomizer(PostgresServer::askForPasswords)
        .start();
  }

  /** Stops the server: sessions end with an error, what was committed stays. */
  public synchronized void stop() {
    if (running != null) {
      try {
        running.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
      }
      running = null;
    }
  }

  /** Kills every process of the server, as a crash would. */
  public synchronized void kill() {
    try {
      List<String> pid = Files.readAllLines(folder.resolve("postmaster.pid"));
      ProcessHandle.of(Long.parseLong(pid.getFirst().strip())).ifPresent(PostgresServer::killTree);
    } catch (IOException e) {
      throw new UncheckedIOException("no PostgreSQL is running to be killed", e);
    }
    stop(); // releases the lock of the folder
  }

  private static void killTree(ProcessHandle postmaster) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Makes a database of its own for a test. */
  public TestDatabase createDatabase() {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    admin("CREATE DATABASE " + name);
    return new TestDatabase(this, name);
  }

  /** Makes a role that may log in with a password; the name is unique, and returned. */
  public String createRole(String password) {
    String name = "role_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    admin("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    return name;
  }

  /** Runs a statement as superuser in the database {@code postgres}. */
  void admin(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the statement failed: " + sql, e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** The superuser comes in freely, all others by password. */
  private static void askForPasswords(File data) {
    try {
      Files.writeString(
          data.toPath().resolve("pg_hba.conf"),
          """
          host all postgres 127.0.0.1/32 trust
          host all all 127.0.0.1/32 scram-sha-256
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
