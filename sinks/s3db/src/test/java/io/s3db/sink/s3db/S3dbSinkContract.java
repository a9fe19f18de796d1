package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.store.ObjectStore;
import io.s3db.testkit.leak.LeakCheck;
import io.s3db.testkit.sink.MirrorSinkContract;
import io.s3db.testkit.sink.Outage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of mirrors, kept on any store. */
@ExtendWith(LeakCheck.class)
abstract class S3dbSinkContract extends MirrorSinkContract {
  private @Nullable TestTarget target;
  private @Nullable StoreOutage outage;

  @AfterEach
  void closeStore() {
    if (target != null) {
      target.close();
    }
  }

  /** A fresh, empty store. */
  abstract ObjectStore store();

  @Override
  protected SinkProvider provider() {
    return target().provider();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("connectionString", "s3://AKIAKEY:s3cr3tKey@backup/shop?region=eu-west-1");
  }

  @Override
  protected List<String> secrets() {
    return List.of("AKIAKEY", "s3cr3tKey");
  }

  @Override
  protected Optional<Outage> outage() {
    StoreOutage present = outage == null ? target().outage() : outage;
    outage = present;
    return Optional.of(present);
  }

  @Override
  protected Optional<Document> refused(Document row) {
    return Optional.of(row.with("total", "no number"));
  }

  @Override
  protected Optional<Document> read(String resource, Key key) {
    return target().find(resource, key.fields().text("id"));
  }

  @Override
  protected List<Document> readAll(String resource) {
    return target().all(resource);
  }

  private TestTarget target() {
    TestTarget present = target == null ? new TestTarget(store()) : target;
    target = present;
    return present;
  }
}
