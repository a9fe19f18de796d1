package io.s3db.demo;

import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.s3.S3Server;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the demo runs on, all on 127.0.0.1 and free ports: a real PostgreSQL behind a proxy that can
 * lose an answer, and a fake S3 server that the real AWS client talks to.
 */
final class Services implements AutoCloseable {
  private final PostgresServer server;
  private final TestDatabase database;
  private final FaultProxy proxy;
  private final S3Server s3;

  private Services(PostgresServer server, TestDatabase database, FaultProxy proxy, S3Server s3) {
    this.server = server;
    this.database = database;
    this.proxy = proxy;
    this.s3 = s3;
  }

  static Services start() {
    PostgresServer server = PostgresServer.start();
    TestDatabase database = server.createDatabase();
    return new Services(
        server, database, FaultProxy.to("127.0.0.1", server.port()), S3Server.start());
  }

  /** The address of PostgreSQL for the plugin: through the proxy. */
  String postgres() {
    return database.connectionString(proxy.port());
  }

  /** A connection for readers of the demo's own: not through the proxy. */
  Connection connect() throws SQLException {
    return database.connect();
  }

  String source() {
    return s3.connectionString("paystream");
  }

  String backup() {
    return s3.connectionString("backup/dr");
  }

  RawBucket sourceObjects() {
    return new RawBucket(s3.endpoint(), "paystream", "");
  }

  RawBucket backupObjects() {
    return new RawBucket(s3.endpoint(), "backup", "dr/");
  }

  int postgresPort() {
    return server.port();
  }

  /** Cuts the connection at the next COMMIT: PostgreSQL gets it, its answer never arrives. */
  void loseNextCommitAnswer() {
    proxy.loseAnswerWith("COMMIT");
  }

  int lostAnswers() {
    return proxy.lostAnswers();
  }

  @Override
  public void close() {
    proxy.close();
    s3.close();
    database.close();
    server.close();
  }
}
