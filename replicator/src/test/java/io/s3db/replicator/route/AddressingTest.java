package io.s3db.replicator.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.Events;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AddressingTest {
  private static final KeyFields ID = KeyFields.of(List.of("id"));
  private static final KeyFields NO = KeyFields.of(List.of("no"));
  private static final Route PLAIN = route((data, _) -> data);
  private static final Document FIRST = Document.of("id", "o1", "no", 17);
  private static final Document SECOND = Document.of("id", "o1", "no", 18);
  private static final Document THIRD = Document.of("id", "o1", "no", 19);

  private final StateStore state = SqliteState.inMemory();
  private final Addressing addressing = new Addressing(state, "warehouse");

  @AfterEach
  void closeState() {
    state.close();
  }

  @Test
  void aRowUnderTheRecordsIdNeedsNoMemory() throws Exception {
    Addressed insert = address(PLAIN, Events.inserted(1, "orders", FIRST), ID);
    Addressed update = address(PLAIN, Events.updated(2, "orders", FIRST, SECOND), ID);
    Addressed delete = address(PLAIN, Events.deleted(3, "orders", SECOND), ID);
    assertThat(List.of(insert, update, delete))
        .allSatisfy(each -> assertThat(each.delivery().key()).isEqualTo(key("id", "o1")))
        .allSatisfy(each -> assertThat(each.delivery().replacedKeys()).isEmpty())
        .allSatisfy(each -> assertThat(each.keyMapChanges()).isEmpty());
  }

  @Test
  void theDeliveryCarriesTheChange() throws Exception {
    Delivery update = deliver(PLAIN, Events.updated(2, "orders", FIRST, SECOND), ID);
    assertThat(update.id()).hasToString("00000000000000aa-1-2.0");
    assertThat(update.target()).isEqualTo("facts");
    assertThat(update.resource()).isEqualTo("orders");
    assertThat(update.recordId()).isEqualTo("o1");
    assertThat(update.operation()).isEqualTo(Operation.UPDATE);
    assertThat(update.version()).isEqualTo(Events.version(2));
    assertThat(update.changedAt()).isEqualTo(Events.at(2));
    assertThat(update.before()).isEqualTo(FIRST);
    assertThat(update.data()).isEqualTo(SECOND);
    Delivery delete = deliver(PLAIN, Events.deleted(3, "orders", SECOND), ID);
    assertThat(delete.before()).isNull();
    assertThat(delete.data()).isEqualTo(SECOND);
  }

  @Test
  void aChangedKeyNamesTheRowItReplaces() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), NO);
    Delivery update = deliver(PLAIN, Events.updated(2, "orders", FIRST, SECOND), NO);
    assertThat(update.key()).isEqualTo(key("no", 18));
    assertThat(update.replacedKeys()).containsExactly(key("no", 17));
    assertThat(state.mappedKey("warehouse", "facts", "orders", "o1")).contains(key("no", 18));
    Delivery delete = deliver(PLAIN, Events.deleted(3, "orders", SECOND), NO);
    assertThat(delete.key()).isEqualTo(key("no", 18));
    assertThat(state.mappedKey("warehouse", "facts", "orders", "o1")).isEmpty();
  }

  @Test
  void withoutMemoryTheRecordBeforeTellsTheOldKey() throws Exception {
    Delivery update = deliver(PLAIN, Events.updated(2, "orders", FIRST, SECOND), NO);
    assertThat(update.replacedKeys()).containsExactly(key("no", 17));
  }

  @Test
  void changesOnTheirWayAreKnownBeforeTheStateIs() throws Exception {
    address(PLAIN, Events.inserted(1, "orders", FIRST), NO);
    address(PLAIN, Events.updated(2, "orders", FIRST, SECOND), NO);
    Addressed third = address(PLAIN, Events.updated(3, "orders", SECOND, THIRD), NO);
    assertThat(third.delivery().replacedKeys()).containsExactly(key("no", 18));
  }

  @Test
  void aRefusedChangeIsForgotten() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), NO);
    address(PLAIN, Events.updated(2, "orders", FIRST, SECOND), NO);
    addressing.forget(PLAIN, "o1");
    Delivery third = deliver(PLAIN, Events.updated(3, "orders", SECOND, THIRD), NO);
    assertThat(third.replacedKeys()).containsExactly(key("no", 17));
  }

  @Test
  void aTransformDeployedAgainFindsItsOldRows() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), NO);
    Route redeployed = route((data, _) -> Document.of("no", "N-" + data.get("no")));
    Addressing restarted = new Addressing(state, "warehouse");
    Delivery update = deliver(restarted, redeployed, Events.updated(2, "orders", FIRST, FIRST), NO);
    assertThat(update.key()).isEqualTo(key("no", "N-17"));
    assertThat(update.replacedKeys()).containsExactly(key("no", 17));

    Route keyless = route((_, _) -> Document.of("total", 1));
    Delivery delete =
        deliver(
            new Addressing(state, "warehouse"), keyless, Events.deleted(3, "orders", FIRST), NO);
    assertThat(delete.key()).isEqualTo(key("no", "N-17"));
  }

  @Test
  void rowsUnderTheRecordsIdAreFoundWhenTheKeyMovesToAnotherField() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), ID);
    Route redeployed = route((data, _) -> Document.of("id", "N-" + data.get("no")));
    Addressing restarted = new Addressing(state, "warehouse");

    Delivery update =
        deliver(restarted, redeployed, Events.updated(2, "orders", FIRST, SECOND), ID);
    assertThat(update.key()).isEqualTo(key("id", "N-18"));
    assertThat(update.replacedKeys()).containsExactly(key("id", "o1"));

    Delivery next = deliver(restarted, redeployed, Events.updated(3, "orders", SECOND, THIRD), ID);
    assertThat(next.replacedKeys()).containsExactly(key("id", "N-18"));
  }

  @Test
  void aRowUnderTheRecordsIdIsRemovedThoughTheKeyIsAnotherNow() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), ID);
    Route redeployed = route((data, _) -> Document.of("no", data.get("no")));

    Delivery delete =
        deliver(
            new Addressing(state, "warehouse"), redeployed, Events.deleted(2, "orders", FIRST), NO);

    assertThat(delete.key()).isEqualTo(key("id", "o1"));
  }

  @Test
  void rowsOfAnotherRouteSayNothingOfThisOne() throws Exception {
    Route other = new Route("users", 0, "facts", PLAIN.actions(), null, List.of());
    deliver(other, Events.inserted(1, "users", FIRST), ID);

    Delivery update = deliver(PLAIN, Events.updated(2, "orders", FIRST, SECOND), NO);

    assertThat(update.replacedKeys()).containsExactly(key("no", 17));
  }

  @Test
  void anInsertReplacesTheRowWhoseDeleteIsADeadLetter() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), NO);
    Delivery delete = address(PLAIN, Events.deleted(2, "orders", FIRST), NO).delivery();
    state.apply(List.of(new StateChange.Bury(letter(Events.deleted(2, "orders", FIRST)))));
    addressing.forget(PLAIN, "o1");

    Delivery again = deliver(PLAIN, Events.inserted(3, "orders", SECOND), NO);

    assertThat(delete.key()).isEqualTo(key("no", 17));
    assertThat(again.key()).isEqualTo(key("no", 18));
    assertThat(again.replacedKeys()).containsExactly(key("no", 17));
  }

  @Test
  void anInsertReplacesNothing() throws Exception {
    deliver(PLAIN, Events.inserted(1, "orders", FIRST), NO);
    // The delete was kept back by a rule; the row of then stays when the id comes again.
    Delivery again = deliver(PLAIN, Events.inserted(5, "orders", SECOND), NO);
    assertThat(again.key()).isEqualTo(key("no", 18));
    assertThat(again.replacedKeys()).isEmpty();
  }

  @Test
  void aKeyOfTheRecordsIdNeedsNoFieldOfTheRow() throws Exception {
    Route keyless = route((_, _) -> Document.of("total", 1));
    Delivery update =
        deliver(
            keyless, Events.updated(2, "orders", FIRST, SECOND), KeyFields.recordId("_s3db_id"));
    assertThat(update.key()).isEqualTo(key("_s3db_id", "o1"));
    assertThat(update.replacedKeys()).isEmpty();
  }

  @Test
  void aMissingKeyFieldIsNamed() {
    Route keyless = route((_, _) -> Document.of("total", 1, "no", null));
    for (ChangeEvent event :
        List.of(Events.inserted(1, "orders", FIRST), Events.deleted(2, "orders", FIRST))) {
      assertThatThrownBy(() -> address(keyless, event, NO))
          .isInstanceOf(AddressException.class)
          .hasMessageContaining("orders/o1")
          .hasMessageContaining("facts")
          .hasMessageContaining("warehouse")
          .hasMessageContaining("'no'")
          .hasMessageContaining("option 'key'");
    }
  }

  @Test
  void destinationsOfEventsNeedNoKeyMap() throws Exception {
    ChangeEvent event = Events.updated(2, "orders", FIRST, SECOND);
    Addressed addressed =
        addressing.address(PLAIN, event, (Routed.Row) new Routing().route(PLAIN, event), NO, false);
    assertThat(addressed.keyMapChanges()).isEmpty();
    assertThat(addressed.delivery().replacedKeys()).isEmpty();
    assertThat(addressed.delivery().before()).isEqualTo(FIRST);
  }

  private Addressed address(Route route, ChangeEvent event, KeyFields fields) throws Exception {
    return address(addressing, route, event, fields);
  }

  private static Addressed address(
      Addressing addressing, Route route, ChangeEvent event, KeyFields fields) throws Exception {
    Routed.Row row = (Routed.Row) new Routing().route(route, event);
    return addressing.address(route, event, row, fields, true);
  }

  private Delivery deliver(Route route, ChangeEvent event, KeyFields fields) throws Exception {
    return deliver(addressing, route, event, fields);
  }

  private Delivery deliver(Addressing addressing, Route route, ChangeEvent event, KeyFields fields)
      throws Exception {
    Addressed addressed = address(addressing, route, event, fields);
    state.apply(addressed.keyMapChanges());
    return addressed.delivery();
  }

  private static Key key(String name, Object value) {
    return new Key(Document.of(name, value));
  }

  private static DeadLetter letter(ChangeEvent event) {
    return new DeadLetter(
        "warehouse",
        new DeliveryId(event.id(), 0),
        "facts",
        event,
        "23503",
        "still referenced",
        4,
        Events.at(9),
        DeadLetter.Status.DEAD);
  }

  private static Route route(ContextTransform transform) {
    return new Route("orders", 0, "facts", EnumSet.allOf(Operation.class), transform, List.of());
  }
}
