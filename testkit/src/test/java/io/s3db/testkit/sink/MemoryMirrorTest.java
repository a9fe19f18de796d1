package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.leak.LeakCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class MemoryMirrorTest extends MirrorSinkContract {
  private final MemorySink destination = MemorySink.mirror().register("mirror-under-test");

  @Override
  protected SinkProvider provider() {
    return new MemorySinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("name", "mirror-under-test", "password", "hunter2");
  }

  @Override
  protected List<String> secrets() {
    return List.of("hunter2");
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(destination.faults());
  }

  @Override
  protected Optional<Document> refused(Document row) {
    destination.faults().refuse(row.id(), Rejection.Kind.PERMANENT, "BAD");
    return Optional.of(row);
  }

  @Override
  protected Optional<Document> read(String target, Key key) {
    return destination.find(target, key);
  }

  @Override
  protected List<Document> readAll(String target) {
    return destination.rows(target);
  }
}
