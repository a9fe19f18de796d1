package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.replicator.ReplicationEvent.StateChanged;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.SinkException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** While nothing can be saved, nothing more is sent; when there is room, everything goes on. */
final class FullDiskTest {
  private static final int RECORDS = 400;

  private final FullState disk = new FullState();
  private final AtomicInteger sent = new AtomicInteger();
  private final Rig rig = new Rig(ScriptedSink.mirror()).route("orders").state(disk::around);

  private Destination started() throws InterruptedException {
    rig.sink.script(
        batch -> {
          sent.addAndGet(batch.size());
          return List.of();
        });
    Destination destination = rig.start();
    rig.put("first", "n", -1);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.counter("delivered")).as("it is saved").isOne();
    return destination;
  }

  private void fill(Destination destination) {
    disk.full(true);
    rig.put("second", "n", -2);
    rig.awaitState(destination, ReplicatorState.RETRYING);
    for (int i = 0; i < RECORDS; i++) {
      rig.put("o" + i, "n", i);
    }
  }

  @Test
  void nothingMoreIsSentUntilThereIsRoomAndThenItGoesOnByItself() throws InterruptedException {
    Destination destination = started();
    fill(destination);
    int tries = disk.refused();
    await().until(() -> disk.refused() > tries + 2);

    assertThat(destination.status().whole().reason())
        .isEqualTo("The disk of state.db is full. Free at least 16 MB.");
    assertThat(sent.get()).isLessThanOrEqualTo(2 + 2 * 10); // a batch that each lane had in hand
    assertThatThrownBy(() -> destination.pause("by hand"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("full");

    disk.full(false);
    assertThat(rig.await(destination)).isTrue();
    rig.awaitState(destination, ReplicatorState.RUNNING);
    assertThat(rig.counter("delivered")).isEqualTo(RECORDS + 2);
    assertThat(sent).hasValue(RECORDS + 2);
    assertThat(rig.events(StateChanged.class))
        .extracting(StateChanged::to)
        .contains(ReplicatorState.RETRYING)
        .endsWith(ReplicatorState.RUNNING);
    rig.close();
  }

  @Test
  void closingDoesNotWaitForRoomAndWhatWasNotSavedIsDeliveredAgain() throws InterruptedException {
    Destination destination = started();
    fill(destination);
    rig.close();
    assertThat(destination.state()).isEqualTo(ReplicatorState.STOPPED);

    disk.full(false);
    int before = sent.get();
    Destination next = rig.start();
    assertThat(rig.await(next)).isTrue();
    assertThat(sent.get() - before).isEqualTo(RECORDS + 1); // "second" once more
    assertThat(rig.sink.rows()).hasSize(RECORDS + 2);
    rig.close();
  }

  @Test
  void aBatchThatHadToSaveSomethingIsDoneAgain() throws InterruptedException {
    Destination destination = started();
    CountDownLatch met = new CountDownLatch(1);
    AtomicInteger delivered = new AtomicInteger();
    rig.sink.script(
        batch -> {
          try {
            disk.check(); // as a driver that remembers the fields it wrote
          } catch (JournalException e) {
            met.countDown();
            throw e;
          }
          delivered.addAndGet(batch.size());
          return List.of();
        });
    disk.full(true);
    rig.put("second", "n", 2);
    met.await();
    disk.full(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(delivered).hasValue(1);
    assertThat(destination.state()).isEqualTo(ReplicatorState.RUNNING);
    rig.close();
  }

  @Test
  void aRouteThatMustPauseAloneWaitsForRoomToDoSo() throws InterruptedException {
    rig.route("users");
    Destination destination = started();
    CountDownLatch denied = new CountDownLatch(1);
    rig.sink.script(
        batch -> {
          if (batch.stream().anyMatch(FullDiskTest::isUser)) {
            disk.full(true);
            denied.countDown();
            throw new SinkException.TargetDenied("users", "relation \"users\" missing", null);
          }
          return List.of();
        });
    rig.put("users", "u1", io.s3db.Document.of("n", 1));
    denied.await();
    rig.put("o1", "n", 1);
    int tries = disk.refused();
    await().until(() -> disk.refused() > tries + 2);
    assertThat(destination.status().whole().reason()).contains("is full");
    disk.full(false);
    await().until(() -> rig.sink.rows().size() == 2);
    await().until(() -> destination.status().routes().containsKey("users#0"));
    rig.close();
  }

  private static boolean isUser(Delivery delivery) {
    return delivery.target().equals("users");
  }
}
