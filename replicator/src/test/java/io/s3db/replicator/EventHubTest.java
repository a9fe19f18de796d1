package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Operation;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.Skipped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventHubTest {
  private final EventHub hub = new EventHub();

  @AfterEach
  void closeHub() {
    hub.close();
  }

  @Test
  void nobodyListensNothingIsWanted() {
    assertThat(hub.wanted(Replicated.class)).isFalse();
    try (Subscription _ = hub.on(Skipped.class, _ -> {})) {
      assertThat(hub.wanted(Replicated.class)).isFalse();
      assertThat(hub.wanted(Skipped.class)).isTrue();
    }
    assertThat(hub.wanted(Skipped.class)).isFalse();
  }

  @Test
  void eventsArriveInOrderAndByType() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    List<Object> all = new CopyOnWriteArrayList<>();
    hub.on(Replicated.class, heard::add);
    hub.on(ReplicationEvent.class, all::add);
    hub.publish(replicated("a"));
    hub.publish(new Skipped("w", Events.at(1), Operation.INSERT, "orders", "b"));
    hub.publish(replicated("c"));
    await().until(() -> heard.size() == 2 && all.size() == 3);
    assertThat(heard).containsExactly(replicated("a"), replicated("c"));
  }

  @Test
  void aListenerThatThrowsHearsTheNext() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    hub.on(
        Replicated.class,
        event -> {
          heard.add(event);
          throw new IllegalStateException("mine");
        });
    hub.publish(replicated("a"));
    hub.publish(replicated("b"));
    await().until(() -> heard.size() == 2);
  }

  @Test
  void aListenerThatBlocksLosesItsOwnEventsOnly() {
    CountDownLatch never = new CountDownLatch(1);
    List<Object> heard = new CopyOnWriteArrayList<>();
    Subscription slow = hub.on(Replicated.class, _ -> waitFor(never));
    hub.on(Replicated.class, heard::add);
    for (int i = 0; i < 10_100; i++) {
      hub.publish(replicated("r" + i));
      int sent = i + 1;
      if (sent % 1000 == 0) {
        await().until(() -> heard.size() == sent);
      }
    }
    await().until(() -> heard.size() == 10_100);
    assertThat(slow.dropped()).isBetween(99L, 100L);
    assertThat(hub.dropped()).isEqualTo(slow.dropped());
    slow.close();
    assertThat(hub.dropped()).isBetween(99L, 100L);
  }

  @Test
  void closingLetsListenersHearWhatWasPublished() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    hub.on(Replicated.class, heard::add);
    for (int i = 0; i < 1000; i++) {
      hub.publish(replicated("r" + i));
    }
    hub.close();
    assertThat(heard).hasSize(1000);
  }

  @Test
  void bothSetsOfNamesAreKnown() {
    assertThat(EventNames.type("replicated")).isEqualTo(Replicated.class);
    assertThat(EventNames.type("plg:replicator:replicated")).isEqualTo(Replicated.class);
    assertThat(EventNames.type("replicator_error"))
        .isEqualTo(ReplicationEvent.ReplicationFailed.class);
    assertThat(EventNames.type("plg:replicator:error"))
        .isEqualTo(ReplicationEvent.ReplicationFailed.class);
    assertThatThrownBy(() -> EventNames.type("replicate"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'replicated'?");
  }

  private static Replicated replicated(String recordId) {
    return new Replicated("w", Events.at(1), Operation.INSERT, "orders", recordId, "d", 1);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aListenerThatRunsOutOfMemoryOrCannotSayWhyHearsTheNext() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    hub.on(
        Replicated.class,
        event -> {
          heard.add(event);
          if (heard.size() == 1) {
            throw new OutOfMemoryError("mine");
          }
          throw new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
              throw new StackOverflowError();
            }
          };
        });
    hub.publish(replicated("a"));
    hub.publish(replicated("b"));
    hub.publish(replicated("c"));
    await().until(() -> heard.size() == 3);
  }
}
