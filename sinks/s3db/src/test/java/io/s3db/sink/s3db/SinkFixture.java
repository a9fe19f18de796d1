package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.Target;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sink on a target in memory, with a source of known definitions. */
final class SinkFixture implements AutoCloseable {
  final TestTarget target = new TestTarget(MemoryStore.create(InstantSource.system()));
  final RecordingSinkContext context = new RecordingSinkContext();
  final Sink sink;

  SinkFixture(ResourceDefinition... source) {
    this(true, 16, source);
  }

  SinkFixture(boolean schemaSync, int parallelRequests, ResourceDefinition... source) {
    this.sink = open(schemaSync, parallelRequests, source);
  }

  /** One more sink for the same target. */
  Sink open(boolean schemaSync, int parallelRequests, ResourceDefinition... source) {
    S3dbOptions options =
        new S3dbOptions(new Secret(""), "memory://target", schemaSync, parallelRequests);
    return target.open(
        options,
        context,
        new SourceDefinitions(
            name -> List.of(source).stream().filter(each -> each.name().equals(name)).findAny()));
  }

  static Target asItIs(String name) {
    return new Target(name, name, List.of(), false, Map.of());
  }

  static Target transformed(String name) {
    return new Target(name, "source_of_" + name, List.of(), true, Map.of());
  }

  DeliveryFixtures prepare(Target to, Document sample) throws Exception {
    return new DeliveryFixtures(to.name(), sink.prepare(to, sample), true);
  }

  Optional<Document> find(String resource, String id) {
    return target.find(resource, id);
  }

  @Override
  public void close() {
    sink.close();
  }
}
