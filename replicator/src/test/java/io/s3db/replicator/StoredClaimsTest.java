package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.spi.Claim;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkException;
import io.s3db.store.DirectoryStore;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.version.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoredClaimsTest {
  private static final DeliveryId ID = new DeliveryId(Events.id(7), 1);
  // printf 'orders\\0o1' | sha256sum
  private static final String RECORD = "59a70e32bed01651/";
  private static final String KEY = "plugin=s3db-replicator/claims/" + RECORD + ID;
  private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.UTF_8);
  // printf abc | sha256sum
  private static final String SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;
  private final EventHub hub = new EventHub();
  private final List<String> warned = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse("2025-10-18T10:30:00Z");

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @CsvSource({
    "s3://shop/live/eu, shop, live/eu/",
    "s3://shop, shop, ''",
    "https://minio.example:9000/shop/live, shop, live/",
    "memory://shop/live, shop, live/",
    "memory, memory, ''",
    "a store of my own, a store of my own, ''"
  })
  void aReaderIsToldBucketAndWholeKey(String address, String bucket, String prefix)
      throws Exception {
    ObjectStore store = new ElsewhereStore(address, time());

    assertThat(new StoredClaims(store).keep(delivery(ID), CONTENT))
        .isEqualTo(new Claim(bucket, prefix + KEY, 3, SHA256));
    assertThat(store.get(ObjectKey.of(KEY)).orElseThrow().body()).isEqualTo(CONTENT);
  }

  @Test
  void inADirectoryTheBucketIsItsAddress() throws Exception {
    try (DirectoryStore store = DirectoryStore.open(folder, time())) {
      Claim claim = new StoredClaims(store).keep(delivery(ID), CONTENT);

      assertThat(claim.bucket()).isEqualTo("file://" + folder);
      assertThat(claim.key()).isEqualTo(KEY);
      assertThat(store.get(ObjectKey.of(KEY)).orElseThrow().body()).isEqualTo(CONTENT);
    }
  }

  @Test
  void aRepetitionGivesTheSameClaim() throws Exception {
    StoredClaims claims = new StoredClaims(MemoryStore.create(time()));

    assertThat(claims.keep(delivery(ID), CONTENT)).isEqualTo(claims.keep(delivery(ID), CONTENT));
  }

  @Test
  void aStoreThatFailsMakesTheDeliveryWait() throws Exception {
    ElsewhereStore store = new ElsewhereStore("s3://shop", time());
    store.down(true);

    assertThatThrownBy(() -> new StoredClaims(store).keep(delivery(ID), CONTENT))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining(ID.toString())
        .hasMessageContaining("s3://shop")
        .hasMessageContaining("503 Slow Down");
  }

  @Test
  void claimsAreRemovedAfterFourteenDaysAndNothingElse() throws Exception {
    MemoryStore store = MemoryStore.create(time());
    StoredClaims claims = new StoredClaims(store);
    claims.keep(delivery(ID), CONTENT);
    store.put(
        ObjectKey.of("resource=orders/data/id=1"),
        new NewObject(CONTENT, "application/json", Map.of()),
        Precondition.none());
    OldClaims old = old(store);

    now = now.plus(OldClaims.KEPT);
    assertThat(old.prune()).as("exactly as old as it may be").isZero();
    claims.keep(delivery(new DeliveryId(Events.id(8), 0)), CONTENT);
    now = now.plusSeconds(1);
    assertThat(old.prune()).isEqualTo(1);

    assertThat(store.list("", null, 100).entries())
        .extracting(entry -> entry.key().value())
        .containsExactlyInAnyOrder(
            "plugin=s3db-replicator/claims/" + RECORD + Events.id(8) + ".0",
            "resource=orders/data/id=1");
  }

  @Test
  void manyClaimsAreLookedAtPageByPage() throws Exception {
    MemoryStore store = MemoryStore.create(time());
    StoredClaims claims = new StoredClaims(store);
    for (int i = 0; i < OldClaims.PAGE + 10; i++) {
      claims.keep(delivery(new DeliveryId(Events.id(i), 0)), CONTENT);
    }
    now = now.plus(OldClaims.KEPT).plusSeconds(1);

    assertThat(old(store).prune()).isEqualTo(OldClaims.PAGE + 10);
    assertThat(store.list("", null, 10).entries()).isEmpty();
  }

  @Test
  void aStoreThatFailsIsAskedAgainInTheNextTurn() throws Exception {
    hub.on(ReplicationEvent.Warned.class, warning -> warned.add(warning.message()));
    ElsewhereStore store = new ElsewhereStore("s3://shop", time());
    new StoredClaims(store).keep(delivery(ID), CONTENT);
    now = now.plus(OldClaims.KEPT).plusSeconds(1);
    OldClaims old = old(store);

    store.down(true);
    assertThat(old.prune()).isZero();
    store.down(false);
    assertThat(old.prune()).isEqualTo(1);
    hub.close();

    assertThat(warned).singleElement().asString().contains("503 Slow Down", "every hour");
  }

  private static Delivery delivery(DeliveryId id) {
    return new Delivery(
        id,
        "orders",
        "orders",
        "o1",
        Operation.INSERT,
        new Version(7, 7, false),
        Instant.EPOCH,
        new Key(Document.of("id", "o1")),
        null,
        null,
        Document.of("id", "o1"));
  }

  private OldClaims old(ObjectStore store) {
    return new OldClaims(store, time(), new Warnings("claims", hub, time()));
  }

  private InstantSource time() {
    return () -> now;
  }
}
