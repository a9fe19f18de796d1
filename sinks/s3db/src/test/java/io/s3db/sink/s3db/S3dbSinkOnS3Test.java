package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.testkit.s3.S3Fault;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.sink.MirrorSinkContract;
import io.s3db.testkit.sink.Outage;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract of mirrors over the real client of S3, configured as a user would. */
class S3dbSinkOnS3Test extends MirrorSinkContract {
  private final S3Server server = S3Server.start();
  private final String address = server.connectionString("backup/shop");
  private final ObjectStore store = ObjectStores.open(address);

  @AfterEach
  void stopServer() {
    store.close();
    server.close();
  }

  @Override
  protected RecordingSinkContext context() {
    return new RecordingSinkContext(InstantSource.system(), S3db.connect("memory://contract"));
  }

  @Override
  protected SinkProvider provider() {
    return new S3dbSinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("connectionString", address);
  }

  /** Each record is three requests over HTTP. */
  @Override
  protected int largeBatch() {
    return 60;
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(new ServerOutage(server));
  }

  @Override
  protected Optional<Document> refused(Document row) {
    return Optional.of(row.with("total", "no number"));
  }

  @Override
  protected Optional<Document> read(String resource, Key key) {
    try (S3db database = S3db.builder().store(store).connect()) {
      return database.resource(resource).find(key.fields().text("id"));
    }
  }

  @Override
  protected List<Document> readAll(String resource) {
    try (S3db database = S3db.builder().store(store).connect()) {
      return database.resource(resource).list(100_000);
    }
  }

  private record ServerOutage(S3Server server) implements Outage {
    @Override
    public void refuse() {
      server.fail(any -> true, new S3Fault.Refuse(429, "SlowDown"));
    }

    @Override
    public void hang() {
      server.forgetRequests();
      server.fail(any -> true, new S3Fault.HangBefore());
    }

    @Override
    public boolean hanging() {
      return !server.requests().isEmpty();
    }

    @Override
    public void mend() {
      server.heal();
    }
  }
}
