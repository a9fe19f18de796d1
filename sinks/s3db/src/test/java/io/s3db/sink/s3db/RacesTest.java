package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.testkit.store.FaultyStore.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes at one record, stopped at the worst places. */
class RacesTest {
  private final SinkFixture fixture = new SinkFixture();
  private final Sink other = fixture.open(true, 16);
  private DeliveryFixtures rows = new DeliveryFixtures("", KeyFields.of(List.of("id")), true);

  @BeforeEach
  void prepare() throws Exception {
    rows = fixture.prepare(SinkFixture.transformed("rows"), row(0));
    other.prepare(SinkFixture.transformed("rows"), row(0));
  }

  @AfterEach
  void close() {
    other.close();
    fixture.close();
  }

  @Test
  void aDeleteThatFindsNothingJustBeforeALateInsertStillWins() throws Exception {
    Delivery insert = rows.insert(row(1));
    Delivery delete = rows.delete("1");
    beforeNext(Kind.PUT, "resource=rows/data/", () -> send(other, delete));

    fixture.sink.write(List.of(insert));

    assertThat(fixture.find("rows", "1")).isEmpty();
  }

  @Test
  void aDeleteBetweenALateInsertAndItsLookForATombstoneWins() throws Exception {
    Delivery insert = rows.insert(row(1));
    Delivery delete = rows.delete("1");
    beforeNext(Kind.GET, "plugin=s3db-replicator/tombstone=", () -> send(other, delete));

    fixture.sink.write(List.of(insert));

    assertThat(fixture.find("rows", "1")).isEmpty();
  }

  @Test
  void aLateInsertBetweenATombstoneAndItsDeleteLoses() throws Exception {
    Delivery insert = rows.insert(row(1));
    Delivery update = rows.update(row(2));
    Delivery delete = rows.delete("1");
    fixture.sink.write(List.of(insert));
    beforeNext(Kind.DELETE, "resource=rows/data/", () -> send(other, update));

    fixture.sink.write(List.of(delete));

    assertThat(fixture.find("rows", "1")).isEmpty();
  }

  @Test
  void aRepeatedInsertWhoseAnswerWasLostStillLooksForATombstone() throws Exception {
    Delivery insert = rows.insert(row(1));
    Delivery delete = rows.delete("1");
    fixture
        .target
        .store()
        .failOnce(
            call -> call.key().startsWith("plugin=s3db-replicator/tombstone=rows/"),
            new FaultyStore.Fault.Refused());
    assertThatThrownBy(() -> fixture.sink.write(List.of(insert)))
        .isInstanceOf(SinkException.Unavailable.class);
    beforeNext(Kind.GET, "plugin=s3db-replicator/tombstone=rows/", () -> fixtureTombstone(delete));

    fixture.sink.write(List.of(insert));

    assertThat(fixture.find("rows", "1")).isEmpty();
  }

  @Test
  void aKnownStateThatIsGoneIsNoReasonToBringARecordBack() throws Exception {
    Delivery insert = rows.insert(row(1));
    Delivery update = rows.update(row(2));
    Delivery delete = rows.delete("1");
    fixture.sink.write(List.of(insert));
    other.write(List.of(delete));

    fixture.sink.write(List.of(update));

    assertThat(fixture.find("rows", "1")).isEmpty();
  }

  private void fixtureTombstone(Delivery delete) {
    new Tombstones(fixture.target.store()).raise("rows", "1", delete.version());
  }

  private void beforeNext(Kind kind, String key, Runnable action) {
    fixture
        .target
        .store()
        .failOnce(
            call -> call.kind() == kind && call.key().startsWith(key),
            new FaultyStore.Fault.Before(action));
  }

  private static void send(Sink sink, Delivery delivery) {
    try {
      assertThat(sink.write(List.of(delivery))).isEmpty();
    } catch (SinkException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Document row(int n) {
    return Document.of("id", "1", "n", n);
  }
}
