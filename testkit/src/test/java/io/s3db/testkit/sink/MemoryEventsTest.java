package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.leak.LeakCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class MemoryEventsTest extends EventSinkContract {
  private final MemorySink destination = MemorySink.events().register("events-under-test");

  @Override
  protected SinkProvider provider() {
    return new MemorySinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("name", "events-under-test");
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(destination.faults());
  }

  @Override
  protected Optional<Document> refused(Document row) {
    destination.faults().refuse(row.id(), Rejection.Kind.PERMANENT, "BAD");
    destination.faults().refuseBatches(true);
    return Optional.of(row);
  }

  @Override
  protected List<Received> received(String target) {
    return destination.delivered().stream()
        .filter(delivery -> delivery.target().equals(target))
        .map(MemoryEventsTest::received)
        .toList();
  }

  private static Received received(Delivery delivery) {
    return new Received(
        delivery.id().toString(),
        delivery.resource(),
        delivery.operation(),
        delivery.changedAt(),
        delivery.operation() == Operation.UPDATE ? delivery.before() : null,
        delivery.data());
  }
}
