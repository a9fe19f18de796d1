package io.s3db.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryIndexTest {
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  private static ObjectKey key(int thread, int number) {
    return ObjectKey.of("k/" + thread + "/" + number);
  }

  /** A thread that was answered lists what it wrote, whoever else lists and writes meanwhile. */
  @Test
  void everyAnsweredWriteIsInTheNextListing() {
    ConcurrentLinkedQueue<String> missed = new ConcurrentLinkedQueue<>();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            thread -> {
              for (int i = 0; i < 2_000; i++) {
                ObjectKey key = key(thread, i);
                store.put(key, NewObject.empty(Map.of()), Precondition.none());
                if (store.list(key.value(), null, 1).entries().isEmpty()) {
                  missed.add("made " + key);
                }
                if (i % 3 == 0) {
                  store.delete(key, Precondition.none());
                  if (store.keys(key.value(), null, 1).keys().contains(key.value())) {
                    missed.add("removed " + key);
                  }
                }
              }
            });
    assertThat(missed).isEmpty();
  }

  @Test
  void namesComeAndGoAsInAnOrderedSet() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TreeSet<String> expected = new TreeSet<>(ObjectKey::compareUtf8);
    for (int i = 0; i < 5_000; i++) {
      String name = "n" + random.nextInt(300);
      if (random.nextBoolean()) {
        store.put(ObjectKey.of(name), NewObject.empty(Map.of()), Precondition.none());
        expected.add(name);
      } else {
        store.delete(ObjectKey.of(name), Precondition.none());
        expected.remove(name);
      }
      if (random.nextInt(50) == 0) {
        assertThat(store.keys("", null, 1000).keys())
            .as("seed %s", seed)
            .isEqualTo(List.copyOf(expected));
      }
    }
  }

  @Test
  void everyWriteHasATagOfItsOwn() {
    ObjectKey key = ObjectKey.of("a");
    NewObject same = NewObject.empty(Map.of("n", "1"));
    PutOutcome.Written first = (PutOutcome.Written) store.put(key, same, Precondition.none());
    PutOutcome.Written second =
        (PutOutcome.Written) store.put(key, same, Precondition.matches(first.etag()));

    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(store.put(key, same, Precondition.matches(first.etag())))
        .isInstanceOf(PutOutcome.Lost.class);
  }
}
