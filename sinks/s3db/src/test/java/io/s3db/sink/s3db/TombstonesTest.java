package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectKey;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TombstonesTest {
  private static final Version OLDER = new Version(1L << 20, 7, true);
  private static final Version NEWER = new Version(2L << 20, 7, true);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2025-10-18T10:00:00Z"));
  private final FaultyStore store = new FaultyStore(MemoryStore.create(now::get));
  private final Tombstones tombstones = new Tombstones(store);

  @Test
  void remembersTheVersionOfADelete() {
    tombstones.raise("orders", "1", OLDER);

    assertThat(tombstones.find("orders", "1")).contains(OLDER);
    assertThat(tombstones.find("orders", "2")).isEmpty();
    assertThat(tombstones.find("users", "1")).isEmpty();
  }

  @Test
  void liesBesideTheRecordsUnderTheNameOfThePlugin() {
    tombstones.raise("orders", "1", OLDER);

    assertThat(store.get(ObjectKey.of("plugin=s3db-replicator/tombstone=orders/id=1"))).isPresent();
  }

  @Test
  void onlyRises() {
    tombstones.raise("orders", "1", NEWER);
    tombstones.raise("orders", "1", OLDER);
    assertThat(tombstones.find("orders", "1")).contains(NEWER);

    tombstones.raise("orders", "2", OLDER);
    tombstones.raise("orders", "2", NEWER);
    assertThat(tombstones.find("orders", "2")).contains(NEWER);
  }

  @Test
  void takesTheLongestIds() {
    String id = "é".repeat(490);

    tombstones.raise("orders", id, OLDER);

    assertThat(tombstones.find("orders", id)).contains(OLDER);
  }

  @Test
  void forgetsWhatIsOlderThanSevenDays() {
    tombstones.raise("orders", "old", OLDER);
    now.updateAndGet(time -> time.plus(Duration.ofDays(3)));
    tombstones.raise("orders", "young", OLDER);
    now.updateAndGet(time -> time.plus(Duration.ofDays(4).plusSeconds(1)));

    assertThat(tombstones.prune(now.get())).isEqualTo(1);

    assertThat(tombstones.find("orders", "old")).isEmpty();
    assertThat(tombstones.find("orders", "young")).contains(OLDER);
  }

  @Test
  void prunesAThousandForOneListing() {
    for (int i = 0; i < 1_200; i++) {
      tombstones.raise("orders", "order-" + i, OLDER);
    }

    assertThat(tombstones.prune(now.get())).isZero();

    assertThat(store.count(FaultyStore.Kind.LIST)).isEqualTo(2);
    assertThat(store.count(FaultyStore.Kind.DELETE)).isZero();
  }

  @Test
  void keepsATombstoneThatIsWrittenAgainWhileItIsPruned() {
    tombstones.raise("orders", "1", OLDER);
    now.updateAndGet(time -> time.plus(Duration.ofDays(8)));
    store.failOnce(
        call -> call.kind() == FaultyStore.Kind.DELETE,
        new FaultyStore.Fault.Before(() -> tombstones.raise("orders", "1", NEWER)));

    tombstones.prune(now.get());

    assertThat(tombstones.find("orders", "1")).contains(NEWER);
  }
}
