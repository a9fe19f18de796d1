package io.s3db.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.replicator.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemorySinkTest {
  private final MemorySink sink = MemorySink.mirror();
  private DeliveryFixtures orders =
      new DeliveryFixtures("orders", io.s3db.replicator.spi.KeyFields.of(List.of("id")), true);

  @BeforeEach
  void prepare() throws Exception {
    Target target = new Target("orders", "orders", List.of(), false, Map.of());
    orders = new DeliveryFixtures("orders", sink.prepare(target, Document.of("id", "1")), true);
  }

  @Test
  void failsTheScriptedNumberOfWritesWithoutEffect() throws Exception {
    Delivery insert = orders.insert(Document.of("id", "1"));
    sink.faults().failNext(2);

    assertThatThrownBy(() -> sink.write(List.of(insert)))
        .isInstanceOf(SinkException.Unavailable.class);
    assertThatThrownBy(() -> sink.write(List.of(insert)))
        .isInstanceOf(SinkException.Unavailable.class);
    assertThat(sink.rows("orders")).isEmpty();
    sink.write(List.of(insert));

    assertThat(sink.rows("orders")).hasSize(1);
    assertThat(sink.writes()).isEqualTo(3);
  }

  @Test
  void losesAnAnswerAfterTheEffect() {
    sink.faults().failAfterEffect(1);

    assertThatThrownBy(() -> sink.write(List.of(orders.insert(Document.of("id", "1")))))
        .isInstanceOf(SinkException.Unavailable.class);

    assertThat(sink.rows("orders")).hasSize(1);
  }

  @Test
  void refusesARecordWithTheScriptedKindUntilItIsAccepted() throws Exception {
    Delivery insert = orders.insert(Document.of("id", "1"));
    sink.faults().refuse("1", Rejection.Kind.DEPENDENT, "23503");

    assertThat(sink.write(List.of(insert)))
        .singleElement()
        .extracting(Rejection::kind, Rejection::code)
        .containsExactly(Rejection.Kind.DEPENDENT, "23503");
    sink.faults().accept("1");

    assertThat(sink.write(List.of(insert))).isEmpty();
  }

  @Test
  void countsWhatWasSuperseded() throws Exception {
    Delivery older = orders.insert(Document.of("id", "1"));
    sink.write(List.of(orders.update(Document.of("id", "1", "n", 2))));

    sink.write(List.of(older));

    assertThat(sink.superseded()).isEqualTo(1);
    assertThat(sink.delivered()).hasSize(1);
  }

  @Test
  void failsWithWhatATestScripts() {
    sink.faults().failAlways(() -> new SinkException.Gone("memory: gone"));

    assertThatThrownBy(sink::probe).isInstanceOf(SinkException.Gone.class);
  }

  @Test
  void refusesABatchThatHoldsAKeyTwice() {
    List<Delivery> twice =
        List.of(
            orders.insert(Document.of("id", "1")), orders.update(Document.of("id", "1", "n", 2)));

    assertThatThrownBy(() -> sink.write(twice)).hasMessageContaining("twice");
  }

  @Test
  void isFoundAsADriver() {
    assertThat(ServiceLoader.load(SinkProvider.class))
        .extracting(SinkProvider::driver)
        .contains("memory");
  }
}
