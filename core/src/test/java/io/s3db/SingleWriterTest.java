package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.FaultyStore.Fault;
import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectStore.Capabilities;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that keep no preconditions, or none on deletes. */
class SingleWriterTest {
  private static S3db open(FaultyStore store, boolean conditionalWrites) {
    store.with(new Capabilities(conditionalWrites, false, true, 2048));
    return S3db.builder().store(store).sleeper(_ -> {}).connect();
  }

  private static FaultyStore store() {
    return new FaultyStore(MemoryStore.create(InstantSource.system()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyOperationWorks(boolean conditionalWrites) {
    FaultyStore store = store();
    try (S3db db = open(store, conditionalWrites)) {
      Resource things = db.createResource("things", r -> r.attribute("n", "number"));
      things.insert(Document.of("id", "a", "n", 1));
      assertThatThrownBy(() -> things.insert(Document.of("id", "a", "n", 2)))
          .isInstanceOf(RecordExistsException.class);
      assertThat(things.update("a", Document.of("n", 3)).integer("n")).isEqualTo(3);
      assertThat(things.replace("a", Document.of("n", 4)).integer("n")).isEqualTo(4);
      store.reset();
      things.delete("a");
      assertThat(store.calls())
          .extracting(call -> call.substring(0, call.indexOf(' ')))
          .containsExactly("GET", "PUT", "DELETE");
      assertThat(things.exists("a")).isFalse();
      assertThat(things.insert(Document.of("id", "a", "n", 5)).integer("n")).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeleteWhoseSecondStepFailsHasHappened(boolean conditionalWrites) {
    FaultyStore store = store();
    try (S3db db = open(store, conditionalWrites)) {
      Resource things = db.createResource("things", r -> r.attribute("n", "number"));
      things.insert(Document.of("id", "a", "n", 1));
      store.reset();
      store.fail(3, Fault.REFUSED);

      things.delete("a");

      assertThat(things.find("a")).isEmpty();
      assertThat(things.exists("a")).isFalse();
      assertThat(things.list(10)).isEmpty();
      assertThatThrownBy(() -> things.update("a", Document.of("n", 2)))
          .isInstanceOf(RecordNotFoundException.class);
      assertThat(things.insert(Document.of("id", "a", "n", 7)).integer("n")).isEqualTo(7);
      assertThat(things.get("a").integer("n")).isEqualTo(7);
    }
  }

  @Test
  void threadsOfTheOneWriterLoseNothing() throws Exception {
    FaultyStore store = store();
    try (S3db db = open(store, false);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Resource counters = db.createResource("counters", r -> r.attribute("n", "number"));
      counters.insert(Document.of("id", "c", "n", 0));
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        done.add(threads.submit(() -> counters.update("c", r -> r.with("n", r.integer("n") + 1))));
      }
      for (Future<?> each : done) {
        each.get();
      }
      assertThat(counters.get("c").integer("n")).isEqualTo(200);
    }
  }
}
