package io.s3db.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.s3db.Operation;
import io.s3db.replicator.spi.Delivery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a destination that is told every change promises: each at least once, in order per record,
 * every repetition under the same id.
 */
public abstract class EventSinkContract extends SinkContract {
  /**
   * What the destination got for a target since the test began, in the order it got it, repetitions
   * included unless the destination itself drops them.
   */
  protected abstract List<Received> received(String target) throws Exception;

  @Override
  final void assertArrived(List<Delivery> deliveries) {
    String target = deliveries.getFirst().target();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(received(target))
                    .containsAll(deliveries.stream().map(EventSinkContract::told).toList()));
  }

  @Test
  void isNoMirror() {
    assertThat(sink().traits().mirror()).isFalse();
  }

  @Test
  void tellsEveryChangeOfARecordInOrder() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    List<Delivery> history =
        List.of(
            orders.insert(Rows.order("1")),
            orders.update(Rows.order("1").with("total", 5)),
            orders.update(Rows.order("1").with("total", 6)),
            orders.delete("1"));

    for (Delivery change : history) {
      write(change);
    }

    assertArrived(history);
    assertThat(received(ORDERS)).extracting(Received::id).containsExactlyElementsOf(ids(history));
  }

  @Test
  void tellsWhatARecordWasBeforeAnUpdate() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));

    write(orders.update(Rows.order("1").with("total", 5)));

    await().atMost(SOON).until(() -> received(ORDERS).size() == 2);
    Received update = received(ORDERS).getLast();
    assertThat(update.operation()).isEqualTo(Operation.UPDATE);
    assertThat(update.before()).isEqualTo(Rows.order("1"));
    assertThat(update.data()).isEqualTo(Rows.order("1").with("total", 5));
  }

  @Test
  void tellsTheLastStateOfADeletedRecord() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));

    write(orders.delete("1"));

    await().atMost(SOON).until(() -> received(ORDERS).size() == 2);
    Received delete = received(ORDERS).getLast();
    assertThat(delete.operation()).isEqualTo(Operation.DELETE);
    assertThat(delete.before()).isNull();
    assertThat(delete.data()).isEqualTo(Rows.order("1"));
  }

  @Test
  void repeatsUnderTheSameId() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Rows.order("1"));
    write(insert);

    write(insert);
    write(orders.update(Rows.order("1").with("total", 5)));

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(received(ORDERS)).extracting(Received::id).hasSizeGreaterThan(1));
    assertThat(received(ORDERS).stream().map(Received::id).distinct()).hasSize(2);
  }

  @Test
  void tellsTwoUpdatesOfARecordApart() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery first = orders.update(Rows.order("1"));
    Delivery second = orders.update(Rows.order("1"));

    write(first);
    write(second);

    assertArrived(List.of(first, second));
  }

  @Test
  void takesSeveralChangesOfARecordInOneBatchIfItSaysSo() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    List<Delivery> history = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      history.add(orders.update(Rows.order("1").with("quantity", i)));
    }

    if (sink().traits().keyOncePerBatch()) {
      for (Delivery each : history) {
        write(each);
      }
    } else {
      write(history.toArray(Delivery[]::new));
    }

    assertArrived(history);
    assertThat(received(ORDERS)).extracting(Received::id).containsExactlyElementsOf(ids(history));
  }

  @Test
  void goesOnAfterAnOutage() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Rows.order("1"));
    breakable().refuse();
    assertThat(catchThrowable(() -> sink().write(List.of(insert)))).isNotNull();
    breakable().mend();

    await().atMost(SOON).until(() -> catchThrowable(() -> write(insert)) == null);

    assertArrived(List.of(insert));
  }

  private static Received told(Delivery delivery) {
    return new Received(
        delivery.id().toString(),
        delivery.resource(),
        delivery.operation(),
        delivery.changedAt(),
        delivery.operation() == Operation.UPDATE ? delivery.before() : null,
        delivery.data());
  }

  private static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.id().toString()).toList();
  }
}
