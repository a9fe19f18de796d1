package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LostUpdatesTest {
  private static final int THREADS = 32;
  private static final int EACH = 20;

  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  @Test
  void manyThreadsAddUpExactly() throws Exception {
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource counters = counters(db);
      counters.insert(Document.of("id", "c", "n", 0));

      increment(List.of(counters));

      assertThat(counters.get("c").integer("n")).isEqualTo(THREADS * EACH);
    }
  }

  @Test
  void twoDatabasesOnOneStoreAddUpExactly() throws Exception {
    try (S3db one = S3db.builder().store(store).connect();
        S3db two = S3db.builder().store(store).connect()) {
      counters(one).insert(Document.of("id", "c", "n", 0));

      increment(List.of(one.resource("counters"), two.resource("counters")));

      assertThat(one.resource("counters").get("c").integer("n")).isEqualTo(THREADS * EACH);
    }
  }

  @Test
  void oneOfManyInsertsOfAnIdWins() throws Exception {
    try (S3db db = S3db.builder().store(store).connect();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Resource counters = counters(db);
      List<Future<Boolean>> inserts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int n = i;
        inserts.add(threads.submit(() -> inserted(counters, n)));
      }
      int winners = 0;
      for (Future<Boolean> insert : inserts) {
        winners += insert.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  private static boolean inserted(Resource counters, int n) {
    try {
      counters.insert(Document.of("id", "c", "n", n));
      return true;
    } catch (RecordExistsException _) {
      return false;
    }
  }

  private static Resource counters(S3db db) {
    return db.createResource("counters", r -> r.attribute("n", "number|integer"));
  }

  private static void increment(List<Resource> handles) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Resource counters = handles.get(i % handles.size());
        done.add(
            threads.submit(
                () -> {
                  for (int k = 0; k < EACH; k++) {
                    counters.update("c", r -> r.with("n", r.integer("n") + 1));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }
}
