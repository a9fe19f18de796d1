package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.testkit.store.FaultyStore.Kind;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change costs at the target. */
class RequestsTest {
  private final SinkFixture fixture = new SinkFixture();
  private DeliveryFixtures rows =
      new DeliveryFixtures("", io.s3db.replicator.spi.KeyFields.of(List.of("id")), true);
  private int before;

  @BeforeEach
  void warmUp() throws Exception {
    rows = fixture.prepare(SinkFixture.transformed("rows"), row("0", 0));
    fixture.sink.write(List.of(rows.insert(row("0", 0))));
    // The first write starts the daily listing of tombstones beside it.
    Awaitility.await().until(() -> fixture.target.store().count(Kind.LIST) > 0);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anUpdateIsOneRequest() throws Exception {
    fixture.sink.write(List.of(rows.insert(row("1", 1)), rows.insert(row("2", 1))));
    mark();

    for (int n = 2; n <= 6; n++) {
      fixture.sink.write(List.of(rows.update(row("1", n)), rows.update(row("2", n))));
    }

    assertThat(since()).hasSize(10).allMatch(call -> call.kind() == Kind.PUT);
  }

  @Test
  void anInsertIsAWriteAndALookForATombstone() throws Exception {
    mark();

    fixture.sink.write(List.of(rows.insert(row("1", 1))));

    assertThat(since()).extracting(FaultyStore.Call::kind).containsExactly(Kind.PUT, Kind.GET);
  }

  @Test
  void aDeleteOfAKnownRecordIsATombstoneAndADelete() throws Exception {
    fixture.sink.write(List.of(rows.insert(row("1", 1))));
    mark();

    fixture.sink.write(List.of(rows.delete("1")));

    assertThat(since()).extracting(FaultyStore.Call::kind).containsExactly(Kind.PUT, Kind.DELETE);
  }

  @Test
  void aStaleChangeOfAKnownRecordIsNoRequest() throws Exception {
    var stale = rows.insert(row("1", 1));
    fixture.sink.write(List.of(rows.update(row("1", 2))));
    mark();

    fixture.sink.write(List.of(stale));

    assertThat(since()).isEmpty();
  }

  private static Document row(String id, int n) {
    return Document.of("id", id, "n", n);
  }

  private void mark() {
    before = fixture.target.store().calls().size();
  }

  private List<FaultyStore.Call> since() {
    List<FaultyStore.Call> calls = fixture.target.store().calls();
    return calls.subList(before, calls.size());
  }
}
