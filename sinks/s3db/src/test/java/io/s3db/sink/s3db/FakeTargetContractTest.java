package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MirrorSinkContract;
import io.s3db.testkit.sink.Outage;
import io.s3db.testkit.store.FaultyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sink's own logic, over a target that is not a database. */
class FakeTargetContractTest extends MirrorSinkContract {
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final FakeTarget target = new FakeTarget(store, new ConcurrentHashMap<>());
  private final StoreOutage outage = new StoreOutage(store);

  @Override
  protected SinkProvider provider() {
    S3dbSinkProvider real = new S3dbSinkProvider();
    return new SinkProvider() {
      @Override
      public String driver() {
        return real.driver();
      }

      @Override
      public Configured configure(Options config) {
        return FakeTargetContractTest.this.configure(config);
      }
    };
  }

  private SinkProvider.Configured configure(Options config) {
    S3dbOptions options = S3dbOptions.read(config);
    return new SinkProvider.Configured() {
      @Override
      public String target() {
        return options.target();
      }

      @Override
      public io.s3db.replicator.spi.Sink open(io.s3db.replicator.spi.SinkContext context) {
        return new S3dbSink(
            options, context, new SourceDefinitions(any -> Optional.empty()), () -> connect());
      }
    };
  }

  private TargetDatabase connect() throws S3dbException {
    store.head(io.s3db.store.ObjectKey.of("s3db.json"));
    return target;
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
    return Optional.of(outage);
  }

  @Override
  protected Optional<Document> refused(Document row) {
    target.refuse("refused");
    return Optional.of(row.with("name", "refused"));
  }

  @Override
  protected Optional<Document> read(String resource, Key key) {
    return target.find(resource, key.fields().text("id"));
  }

  @Override
  protected List<Document> readAll(String resource) {
    String prefix = "resource=" + resource + "/data/id=";
    return store.list(prefix, null, 10_000).entries().stream()
        .map(entry -> entry.key().value().substring(prefix.length()))
        .flatMap(id -> target.find(resource, id).stream())
        .toList();
  }
}
