package io.s3db.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.Sink;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What a destination that holds the latest state of records promises: equal to the source whatever
 * is repeated, late or interrupted.
 */
public abstract class MirrorSinkContract extends SinkContract {
  /**
   * The row under a key as anybody would read it at the destination, without columns of the driver.
   * Times as ISO text with milliseconds; an absent field and a null one are the same.
   */
  protected abstract Optional<Document> read(String target, Key key) throws Exception;

  /** All rows of a target, read like {@link #read}, in any order. */
  protected abstract List<Document> readAll(String target) throws Exception;

  @Override
  final void assertArrived(List<Delivery> deliveries) throws Exception {
    Map<String, Document> rows = new HashMap<>();
    for (Document row : readAll(deliveries.getFirst().target())) {
      rows.put(keyText(deliveries.getFirst().key(), row), row);
    }
    for (Delivery delivery : deliveries) {
      Document row = rows.get(keyText(delivery.key(), delivery.key().fields()));
      assertThat(row).as("row of %s", delivery.key()).isNotNull();
      assertSame(Objects.requireNonNull(row), Objects.requireNonNull(delivery.data()));
    }
  }

  @Test
  void isAMirror() {
    assertThat(sink().traits().mirror()).isTrue();
  }

  @Test
  void insertsUpdatesAndDeletes() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);

    write(orders.insert(Rows.order("1")), orders.insert(Rows.order("2")));
    assertRow(orders, Rows.order("1"));
    write(orders.update(Rows.order("1").with("total", 5)));
    assertRow(orders, Rows.order("1").with("total", 5));
    write(orders.delete("1"));

    assertGone(orders, "1");
    assertRow(orders, Rows.order("2"));
    assertThat(readAll(ORDERS)).hasSize(1);
  }

  @Test
  void createsTheRowOfAnUpdateThatFindsNone() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);

    write(orders.update(Rows.order("1")));

    assertRow(orders, Rows.order("1"));
  }

  @Test
  void bringsARowUpToDateByAnInsert() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));

    write(orders.insert(Rows.order("1").with("name", "again")));

    assertRow(orders, Rows.order("1").with("name", "again"));
  }

  @Test
  void insertsAgainAfterADelete() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));
    write(orders.delete("1"));

    write(orders.insert(Rows.order("1").with("name", "back")));

    assertRow(orders, Rows.order("1").with("name", "back"));
  }

  @Test
  void isNotChangedByARepetition() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Rows.order("1"));
    Delivery gone = orders.insert(Rows.order("2"));
    Delivery delete = orders.delete("2");
    write(insert, gone);
    write(delete);

    write(insert, delete);
    write(insert);

    assertRow(orders, Rows.order("1"));
    assertGone(orders, "2");
    assertThat(readAll(ORDERS)).hasSize(1);
  }

  @Test
  void neverLetsAnOlderVersionOverwriteANewerOne() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery older = orders.insert(Rows.order("1"));
    Delivery newer = orders.update(Rows.order("1").with("total", 2));
    write(newer);

    write(older);

    assertRow(orders, Rows.order("1").with("total", 2));
  }

  @Test
  void keepsTheGuardForASinkOpenedLater() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery older = orders.insert(Rows.order("1"));
    Delivery gone = orders.insert(Rows.order("2"));
    write(orders.update(Rows.order("1").with("total", 2)), orders.delete("2"));
    Sink later = open();
    later.prepare(target(ORDERS), Rows.order("1"));

    assertThat(later.write(List.of(older, gone))).isEmpty();

    assertRow(orders, Rows.order("1").with("total", 2));
    assertGone(orders, "2");
  }

  @Test
  void appliesAnEqualVersion() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery first = orders.insert(Rows.order("1"));
    write(first);
    Delivery repaired = orders.update(Rows.order("1").with("name", "repaired"));

    write(DeliveryFixtures.at(repaired, first.version()));

    assertRow(orders, Rows.order("1").with("name", "repaired"));
  }

  @Test
  void doesNotResurrectADeletedRow() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Rows.order("1"));
    Delivery update = orders.update(Rows.order("1").with("total", 2));
    write(insert);
    write(orders.delete("1"));

    write(update);
    write(insert);

    assertGone(orders, "1");
  }

  @Test
  void remembersTheDeleteOfARowItNeverHad() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Rows.order("1"));

    write(orders.delete("1"));
    write(insert);

    assertGone(orders, "1");
  }

  @Test
  void doesNotLetAStaleDeleteRemoveANewerRow() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    orders.insert(Rows.order("1"));
    Delivery staleDelete = orders.delete("1");
    write(orders.insert(Rows.order("1").with("name", "newer")));

    write(staleDelete);

    assertRow(orders, Rows.order("1").with("name", "newer"));
  }

  @Test
  void movesARowToItsNewKey() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Document from = Rows.order("old-key");
    Document to = Rows.order("new-key").with("name", "moved");
    Delivery insert = orders.insert(from);
    write(insert);
    Delivery move = orders.move("old-key", from, to);

    write(move);
    write(move);
    write(insert);

    assertThat(read(ORDERS, orders.keyOf(from))).isEmpty();
    assertRow(orders, to);
    assertThat(readAll(ORDERS)).hasSize(1);
  }

  @Test
  void removesAllRowsThatAreReplacedWhateverTheOperationIs() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("a")), orders.insert(Rows.order("b")));
    write(orders.insert(Rows.order("c")), orders.insert(Rows.order("d")));

    Delivery update = orders.update(Rows.order("a").with("name", "stays"));
    write(orders.replacing(update, "b", "c"));
    assertRow(orders, Rows.order("a").with("name", "stays"));
    assertThat(readAll(ORDERS)).hasSize(2);

    write(orders.replacing(orders.delete("a"), "d"));
    assertThat(readAll(ORDERS)).isEmpty();
  }

  @Test
  void removesFieldsThatDisappear() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));
    Document shorter = Rows.order("1").without("name", "items", "paid");

    write(orders.update(shorter));

    assertRow(orders, shorter);
  }

  @Test
  void storesNull() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));
    Document nulls = Rows.order("1").with("name", null).with("total", null).with("address", null);

    write(orders.update(nulls));

    assertRow(orders, nulls);
  }

  @Test
  void keepsAnEmptyTextApartFromNull() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);

    write(orders.insert(Rows.order("1").with("name", "")));

    assertThat(read(ORDERS, orders.keyOf(Rows.order("1"))).orElseThrow().get("name")).isEqualTo("");
  }

  @Test
  void keepsTheTypesOfValues() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Document row =
        Rows.order("1")
            .with("total", -0.125)
            .with("quantity", 1L << 40)
            .with("paid", false)
            .with("name", "42")
            .with("address", Map.of("zip", "01310", "floor", 5, "lift", true));

    write(orders.insert(row));

    assertRow(orders, row);
  }

  @Test
  void takesAFieldItHasNotSeenBefore() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    write(orders.insert(Rows.order("1")));
    Document wider =
        Rows.order("2").with("couponCode", "SPRING").with("discount", 2.5).with("gift", true);

    write(orders.insert(wider), orders.update(Rows.order("1").with("couponCode", "LATE")));

    assertRow(orders, wider);
    assertRow(orders, Rows.order("1").with("couponCode", "LATE"));
  }

  @Test
  void goesOnAfterAnOutage() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Rows.order("1"));
    breakable().refuse();
    assertThat(catchThrowable(() -> sink().write(List.of(insert)))).isNotNull();
    breakable().mend();

    await().atMost(SOON).until(() -> catchThrowable(() -> write(insert)) == null);

    assertRow(orders, Rows.order("1"));
  }

  @Test
  void takesBatchesOfDifferentKeysAtOnce() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    List<Delivery> all = new ArrayList<>();
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int lane = 0; lane < 4; lane++) {
      List<Delivery> batch = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        batch.add(orders.insert(Rows.order(lane + "-" + i)));
      }
      all.addAll(batch);
      writers.add(() -> sink().write(batch).isEmpty());
    }

    runAtOnce(writers);

    assertArrived(all);
  }

  @Test
  void endsAtTheHighestVersionHoweverWritersRace() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    List<Delivery> history = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      history.add(orders.update(Rows.order("1").with("quantity", i)));
    }
    long seed = System.nanoTime();
    Collections.shuffle(history, new Random(seed));
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (Delivery each : history) {
      writers.add(() -> sink().write(List.of(each)).isEmpty());
    }

    runAtOnce(writers);

    assertThat(read(ORDERS, orders.keyOf(Rows.order("1"))).orElseThrow().integer("quantity"))
        .as("seed %d", seed)
        .isEqualTo(11);
  }

  @Test
  void endsDeletedHoweverWritersRaceWithTheDelete() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Delivery each = orders.update(Rows.order("1").with("quantity", i));
      writers.add(() -> sink().write(List.of(each)).isEmpty());
    }
    Delivery delete = orders.delete("1");
    writers.add(3, () -> sink().write(List.of(delete)).isEmpty());

    runAtOnce(writers);

    assertGone(orders, "1");
  }

  @Test
  void ordersVersionsOfOneClockByWriter() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Version low = new Version(DeliveryFixtures.version(900_000).clock(), 1, false);
    Version high = new Version(low.clock(), -1, false);
    write(DeliveryFixtures.at(orders.update(Rows.order("1").with("name", "high")), high));

    write(DeliveryFixtures.at(orders.update(Rows.order("1").with("name", "low")), low));

    assertRow(orders, Rows.order("1").with("name", "high"));
  }

  private void assertRow(DeliveryFixtures fixtures, Document expected) throws Exception {
    Optional<Document> row = read(ORDERS, fixtures.keyOf(expected));
    assertThat(row).as("row of %s", expected.id()).isPresent();
    assertSame(row.orElseThrow(), expected);
  }

  private void assertGone(DeliveryFixtures fixtures, String id) throws Exception {
    assertThat(read(ORDERS, fixtures.keyOf(Document.of("id", id)))).isEmpty();
  }

  private static void assertSame(Document actual, Document expected) {
    assertThat(withoutNulls(actual)).isEqualTo(withoutNulls(expected));
  }

  private static Document withoutNulls(Document document) {
    String[] nulls =
        document.names().stream()
            .filter(name -> document.toMap().get(name) == null)
            .toArray(String[]::new);
    return document.without(nulls);
  }

  private static String keyText(Key key, Document row) {
    Document.Builder fields = Document.builder();
    key.fields().names().forEach(name -> fields.put(name, row.get(name)));
    return fields.build().toJson();
  }

  private static void runAtOnce(List<Callable<Boolean>> writers) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isTrue();
      }
    }
  }
}
