package io.s3db.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import io.s3db.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends ObjectStoreContract {
  private final String bucket = "test-" + UUID.randomUUID();

  @Override
  protected ObjectStore open() {
    return MemoryStore.open(bucket, "pre/fix", InstantSource.system());
  }

  @Test
  void keepsPrefixesOfABucketApart() {
    ObjectKey key = ObjectKey.of("k");
    try (ObjectStore whole = ObjectStores.open("memory://" + bucket);
        ObjectStore part = ObjectStores.open("memory://" + bucket + "/a/b");
        ObjectStore sibling = ObjectStores.open("memory://" + bucket + "/a/bc")) {
      part.put(key, NewObject.empty(Map.of()), Precondition.none());
      assertThat(whole.head(ObjectKey.of("a/b/k"))).isPresent();
      assertThat(sibling.head(key)).isEmpty();
      assertThat(part.list("", null, 10).entries()).hasSize(1);
      assertThat(sibling.list("", null, 10).entries()).isEmpty();
    }
  }

  @Test
  void aStoreOfItsOwnSharesNothing() {
    ObjectKey key = ObjectKey.of("k");
    ManualClock clock = ManualClock.at("2025-10-18T10:30:00Z");
    try (ObjectStore one = MemoryStore.create(clock);
        ObjectStore two = MemoryStore.create(clock)) {
      one.put(key, NewObject.empty(Map.of()), Precondition.none());
      assertThat(two.head(key)).isEmpty();
    }
  }

  @Test
  void tellsTheTimeOfItsClock() {
    ObjectKey key = ObjectKey.of("k");
    ManualClock clock = ManualClock.at("2025-10-18T10:30:00Z");
    try (ObjectStore timed = MemoryStore.create(clock)) {
      timed.put(key, NewObject.empty(Map.of()), Precondition.none());
      clock.advance(Duration.ofMinutes(5));
      assertThat(timed.head(key).orElseThrow().lastModified()).isEqualTo("2025-10-18T10:30:00Z");
      assertThat(timed.head(key).orElseThrow().storeTime()).isEqualTo("2025-10-18T10:35:00Z");
    }
  }
}
