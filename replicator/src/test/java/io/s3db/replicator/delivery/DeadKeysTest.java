package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.Events;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadKeysTest {
  private static final int FEW = 10;
  private static final Route ROUTE =
      new Route("orders", 0, "facts", EnumSet.allOf(Operation.class), null, List.of());

  private final StateStore state = SqliteState.inMemory();

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void whatIsNotHeldInMemoryIsFoundInTheState() {
    int saved = DeadKeys.LIMIT + FEW;
    state.apply(
        IntStream.range(0, saved)
            .mapToObj(n -> (StateChange) new StateChange.Bury(letter(n)))
            .toList());
    DeadKeys dead = new DeadKeys(state, "copy");

    for (int n : List.of(0, 1, saved - 2, saved - 1)) {
      assertThat(dead.supersededBy(ROUTE, later(n))).containsExactly(letter(n).id());
    }
    assertThat(dead.supersededBy(ROUTE, later(saved))).as("never refused").isEmpty();
  }

  @Test
  void theLatestAreKnownBeforeTheyAreSaved() {
    DeadKeys dead = new DeadKeys(state, "copy");
    int all = DeadKeys.LIMIT + FEW;

    IntStream.range(0, all).forEach(n -> dead.add(letter(n)));

    assertThat(dead.supersededBy(ROUTE, later(all - 1))).containsExactly(letter(all - 1).id());
    assertThat(dead.supersededBy(ROUTE, later(FEW))).containsExactly(letter(FEW).id());
    assertThat(dead.supersededBy(ROUTE, later(0))).as("left to the state").isEmpty();
  }

  private static ChangeEvent later(int record) {
    return Events.updated(1_000_000 + record, "orders", order(record), order(record));
  }

  private static DeadLetter letter(int record) {
    ChangeEvent event = Events.inserted(record + 1, "orders", order(record));
    return new DeadLetter(
        "copy",
        new DeliveryId(event.id(), 0),
        "facts",
        event,
        "23502",
        "null value",
        4,
        Events.at(record),
        DeadLetter.Status.DEAD);
  }

  private static Document order(int record) {
    return Document.of("id", "o" + record);
  }
}
