package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.Events;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Addressed;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchTest {
  private static final Route ROUTE =
      new Route("orders", 0, "orders", Set.of(Operation.values()), null, List.of());

  private final Batch batch = new Batch(SinkTraits.mirror(1 << 20));

  private static Entry entry(
      long number, String record, Operation operation, String key, @Nullable String replaced) {
    Document data = Document.of("id", record, "k", key, "n", number);
    ChangeEvent event = Events.inserted(number, "orders", data);
    Delivery delivery =
        new Delivery(
            new DeliveryId(event.id(), 0),
            "orders",
            "orders",
            record,
            operation,
            Events.version(number),
            event.changedAt(),
            new Key(Document.of("k", key)),
            replaced == null ? Set.of() : Set.of(new Key(Document.of("k", replaced))),
            null,
            data);
    return Entry.of(
        ROUTE,
        event,
        new Entry.Origin.Journalled(new Position(1, number), 10),
        new Addressed(delivery, List.of(), List.of()),
        KeyFields.of(List.of("k")));
  }

  private boolean join(Entry entry) {
    boolean taken = batch.takes(List.of(entry));
    if (taken) {
      batch.add(List.of(entry));
    }
    return taken;
  }

  @Test
  void aDeleteTakesThePlaceOfTheInsertBeforeIt() {
    assertThat(join(entry(1, "a", Operation.INSERT, "A", null))).isTrue();
    assertThat(join(entry(2, "a", Operation.DELETE, "A", null))).isTrue();
    assertThat(batch.writes().getFirst())
        .singleElement()
        .satisfies(e -> assertThat(e.delivery().operation()).isEqualTo(Operation.DELETE));
  }

  @Test
  void theReplacedKeyIsTakenOver() {
    join(entry(1, "a", Operation.UPDATE, "B", "A"));
    assertThat(join(entry(2, "a", Operation.UPDATE, "B", null))).isTrue();
    Delivery delivery = batch.writes().getFirst().getFirst().delivery();
    assertThat(delivery.replacedKeys()).containsExactly(new Key(Document.of("k", "A")));
    assertThat(delivery.data()).isNotNull();
  }

  @Test
  void aKeyInTheMiddleOfAChainIsRemovedBecauseItMayBeThereAlready() {
    join(entry(1, "a", Operation.UPDATE, "B", "A"));
    assertThat(join(entry(2, "a", Operation.UPDATE, "C", "B"))).isTrue();
    Delivery delivery = batch.writes().getFirst().getFirst().delivery();
    assertThat(delivery.replacedKeys())
        .containsExactly(new Key(Document.of("k", "B")), new Key(Document.of("k", "A")));
  }

  @Test
  void aDeleteRemovesWhatTheMoveBeforeItWouldHave() {
    join(entry(1, "a", Operation.UPDATE, "B", "A"));
    assertThat(join(entry(2, "a", Operation.DELETE, "B", null))).isTrue();
    Delivery delivery = batch.writes().getFirst().getFirst().delivery();
    assertThat(delivery.removes()).isTrue();
    assertThat(delivery.replacedKeys()).containsExactly(new Key(Document.of("k", "A")));
  }

  @Test
  void aKeyThatIsTakenAgainIsNotRemoved() {
    join(entry(1, "a", Operation.UPDATE, "B", "A"));
    assertThat(join(entry(2, "a", Operation.UPDATE, "A", "B"))).isTrue();
    Delivery delivery = batch.writes().getFirst().getFirst().delivery();
    assertThat(delivery.replacedKeys()).containsExactly(new Key(Document.of("k", "B")));
  }

  @Test
  void aRecordThatComesBackUnderAnotherKeyWaits() {
    join(entry(1, "a", Operation.DELETE, "A", null));
    assertThat(join(entry(2, "a", Operation.INSERT, "B", null))).isFalse();
  }

  @Test
  void oneChangeInConflictWithItselfGoesOutInSeveralWrites() {
    Batch events = new Batch(SinkTraits.events(true, 1 << 20));
    events.add(
        List.of(
            entry(1, "a", Operation.INSERT, "A", null),
            entry(2, "a", Operation.INSERT, "B", null)));
    assertThat(events.writes()).hasSize(2);
  }

  /** Whatever joins a batch: writing the batch leaves the same rows as writing each in order. */
  @Test
  void collapsingChangesNothingAtTheDestination() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int history = 0; history < 3000; history++) {
      Batch tried = new Batch(SinkTraits.mirror(1 << 20));
      Map<String, String> places = new HashMap<>();
      Map<String, Long> oneByOne = new HashMap<>();
      List<Entry> joined = new ArrayList<>();
      for (int step = 1; step < 12; step++) {
        Entry entry = next(random, step, places);
        if (!tried.takes(List.of(entry))) {
          break;
        }
        tried.add(List.of(entry));
        joined.add(entry);
        write(oneByOne, entry.delivery());
        String place = entry.delivery().key().text();
        places.put(entry.delivery().recordId(), entry.delivery().removes() ? "" : place);
      }
      // Rows that an earlier, forgotten attempt may have left must be gone as well.
      Map<String, Long> batched = new HashMap<>();
      joined.forEach(e -> batched.putIfAbsent(e.delivery().key().text(), 0L));
      assertThat(tried.writes()).hasSize(1);
      tried.writes().getFirst().forEach(e -> write(batched, e.delivery()));
      assertThat(batched).as("seed %s: %s", seed, joined).isEqualTo(oneByOne);
    }
  }

  private static Entry next(Random random, long step, Map<String, String> places) {
    String record = "r" + random.nextInt(3);
    String place = places.getOrDefault(record, "");
    String key = record + "-" + random.nextInt(2);
    if (place.isEmpty()) {
      return entry(step, record, Operation.INSERT, key, null);
    }
    String old = place.substring(6, place.length() - 2); // {"k":"…"}
    return random.nextInt(3) == 0
        ? entry(step, record, Operation.DELETE, old, null)
        : entry(step, record, Operation.UPDATE, key, key.equals(old) ? null : old);
  }

  private static void write(Map<String, Long> rows, Delivery delivery) {
    delivery.replacedKeys().forEach(replaced -> rows.remove(replaced.text()));
    if (delivery.removes()) {
      rows.remove(delivery.key().text());
    } else {
      rows.put(delivery.key().text(), delivery.version().clock());
    }
  }
}
