package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sink.MirrorSinkContract;
import io.s3db.testkit.sink.Outage;
import io.s3db.testkit.sink.ProxyOutage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract, in tables that the sink creates. */
class PostgresqlSinkTest extends MirrorSinkContract {
  private final TestDatabase database = PostgresServer.shared().createDatabase();
  private final FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port());

  @Override
  protected SinkProvider provider() {
    return new PostgresqlSinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    String role = PostgresServer.shared().createRole("s3cr3t-w0rd");
    database.execute("GRANT ALL ON SCHEMA public TO " + role);
    return Map.of(
        "connectionString",
        database
            .connectionString(role, "s3cr3t-w0rd")
            .replace(":" + PostgresServer.shared().port() + "/", ":" + proxy.port() + "/"));
  }

  @AfterEach
  void dropDatabase() {
    proxy.close();
    database.close();
  }

  @Override
  protected List<String> secrets() {
    return List.of("s3cr3t-w0rd");
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(new ProxyOutage(proxy));
  }

  @Override
  protected Optional<Document> refused(Document row) {
    return Optional.of(row.with("name", "NUL \0 is refused"));
  }

  @Override
  protected Optional<Document> read(String target, Key key) {
    return readAll(target).stream().filter(row -> row.id().equals(key.fields().id())).findFirst();
  }

  @Override
  protected List<Document> readAll(String target) {
    return RowReader.all(database, Identifiers.quoted(target));
  }
}
