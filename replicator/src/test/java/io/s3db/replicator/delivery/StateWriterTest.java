package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateWriterTest {
  private static List<StateChange> count(String name) {
    return List.of(new StateChange.Count("copy", name, 1));
  }

  @Test
  void whatWasFlushedIsDurable() throws InterruptedException {
    try (StateStore store = SqliteState.inMemory()) {
      StateWriter writer = StateWriter.start(store, Duration.ofDays(1));
      for (int i = 1; i <= 50; i++) {
        writer.submit(count("n"));
        writer.flush();
        assertThat(store.counters("copy")).containsEntry("n", (long) i);
      }
      writer.submit(count("n"));
      writer.close();
      writer.close();
      assertThat(store.counters("copy")).containsEntry("n", 51L);
      assertThatThrownBy(writer::flush).hasMessageContaining("closed");
    }
  }

  @Test
  void aCheckpointIsNeverSavedBeforeWhatItCovers() throws InterruptedException {
    List<String> order = new ArrayList<>();
    try (StateStore store = SqliteState.inMemory()) {
      StateWriter writer = StateWriter.start(store, Duration.ofDays(1));
      writer.register(
          new StateWriter.Source() {
            @Override
            public List<StateChange> collect() {
              order.add("collected");
              writer.submit(count("late")); // settled while checkpoints are collected
              return count("checkpoint");
            }

            @Override
            public void shortageChanged() {}

            @Override
            public void failed(RuntimeException failure) {
              order.add("failed");
            }
          });
      writer.flush();
      assertThat(store.counters("copy")).containsOnlyKeys("late", "checkpoint");
      assertThat(order).containsExactly("collected");
      writer.close();
    }
  }

  @Test
  void theFirstFailureIsFinalAndEverybodyIsTold() throws InterruptedException {
    List<String> told = new ArrayList<>();
    try (StateStore store = SqliteState.inMemory()) {
      Crash disk = new Crash(1);
      StateWriter writer = StateWriter.start(new CrashingState(store, disk), Duration.ofDays(1));
      writer.register(
          new StateWriter.Source() {
            @Override
            public List<StateChange> collect() {
              return List.of();
            }

            @Override
            public void shortageChanged() {}

            @Override
            public void failed(RuntimeException failure) {
              told.add(String.valueOf(failure.getMessage()));
            }
          });
      writer.submit(count("n"));
      writer.flush();
      writer.submit(count("n"));
      assertThatThrownBy(writer::flush).isInstanceOf(Crash.Died.class);
      assertThatThrownBy(writer::flush).isInstanceOf(Crash.Died.class);
      assertThat(writer.failure()).isPresent();
      writer.close();
      assertThat(told).containsExactly("the process died");
      assertThat(store.counters("copy")).containsEntry("n", 1L);
    }
  }

  @Test
  void aFullDiskIsTriedAgainWithAllThatWasSubmittedMeanwhile() throws InterruptedException {
    FullState disk = new FullState();
    try (StateStore store = SqliteState.inMemory()) {
      StateWriter writer = StateWriter.start(disk.around(store), Duration.ofMillis(1));
      disk.full(true);
      writer.submit(count("n"));
      assertThatThrownBy(writer::flush).hasMessageContaining("is full");
      writer.submit(count("n"));
      assertThatThrownBy(writer::flush).hasMessageContaining("is full");
      assertThat(writer.failure()).isEmpty();
      assertThat(store.counters("copy")).isEmpty();
      disk.full(false);
      writer.flush();
      assertThat(store.counters("copy")).containsEntry("n", 2L);
      assertThat(writer.shortage()).isEmpty();
      disk.full(true);
      writer.submit(count("n"));
      writer.close(); // does not wait for room
      assertThat(store.counters("copy")).containsEntry("n", 2L);
    }
  }
}
