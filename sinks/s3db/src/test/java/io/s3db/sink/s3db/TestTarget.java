package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.store.ObjectStore;
import io.s3db.testkit.store.FaultyStore;
import java.util.List;
import java.util.Optional;

/** A target database on a store that can be broken and counts its calls. */
final class TestTarget implements AutoCloseable {
  private final ObjectStore behind;
  private final FaultyStore store;

  TestTarget(ObjectStore store) {
    this.behind = store;
    this.store = new FaultyStore(store);
  }

  @Override
  public void close() {
    behind.close();
  }

  FaultyStore store() {
    return store;
  }

  StoreOutage outage() {
    return new StoreOutage(store);
  }

  /** The database as somebody else sees it. */
  S3db database() {
    return S3db.builder().store(behind).connect();
  }

  Optional<Document> find(String resource, String id) {
    try (S3db database = database()) {
      return database.resource(resource).find(id);
    }
  }

  List<Document> all(String resource) {
    try (S3db database = database()) {
      return database.resource(resource).list(100_000);
    }
  }

  Sink open(S3dbOptions options, SinkContext context, SourceDefinitions source) {
    return new S3dbSink(
        options,
        context,
        source,
        () -> TargetDatabase.connect(S3db.builder().store(store)),
        () -> S3dbSink.isThere(store));
  }

  /** The driver, but for the store that it connects to. */
  SinkProvider provider() {
    S3dbSinkProvider real = new S3dbSinkProvider();
    return new SinkProvider() {
      @Override
      public String driver() {
        return real.driver();
      }

      @Override
      public Configured configure(Options config) {
        S3dbOptions options = S3dbOptions.read(config);
        return new Configured() {
          @Override
          public String target() {
            return options.target();
          }

          @Override
          public Sink open(SinkContext context) {
            return TestTarget.this.open(
                options, context, new SourceDefinitions(any -> Optional.empty()));
          }
        };
      }
    };
  }
}
