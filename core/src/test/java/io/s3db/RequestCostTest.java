package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of requests per operation in the documentation. */
class RequestCostTest {
  private static final String A = " resource=things/data/id=a";

  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final S3db db = S3db.builder().store(store).connect();
  private final Resource things =
      db.createResource("things", r -> r.attribute("n", "number|optional"));
  private final Resource indexed =
      db.createResource(
          "indexed",
          r -> r.attribute("kind", "string").partition("byKind", Map.of("kind", "string")));

  @BeforeEach
  void countFromHere() {
    store.reset();
  }

  private List<String> callsOf(Runnable operation) {
    store.reset();
    operation.run();
    return store.calls();
  }

  @Test
  void anInsertIsOnePut() {
    assertThat(callsOf(() -> things.insert(Document.of("id", "a", "n", 1))))
        .containsExactly("PUT" + A);
  }

  @Test
  void everyOtherWriteIsAGetAndAWrite() {
    things.insert(Document.of("id", "a", "n", 1));

    List<String> getAndPut = List.of("GET" + A, "PUT" + A);
    assertThat(callsOf(() -> things.update("a", Document.of("n", 2)))).isEqualTo(getAndPut);
    assertThat(callsOf(() -> things.patch("a", Document.of("n", 3)))).isEqualTo(getAndPut);
    assertThat(callsOf(() -> things.replace("a", Document.of("n", 4)))).isEqualTo(getAndPut);
    assertThat(callsOf(() -> things.upsert(Document.of("id", "a", "n", 5)))).isEqualTo(getAndPut);
    assertThat(callsOf(() -> things.delete("a"))).containsExactly("GET" + A, "DELETE" + A);
  }

  @Test
  void aReferenceThatChangesIsOneMore() {
    assertThat(callsOf(() -> indexed.insert(Document.of("id", "a", "kind", "x")))).hasSize(2);
    assertThat(callsOf(() -> indexed.update("a", Document.of("kind", "x")))).hasSize(2);
    assertThat(callsOf(() -> indexed.update("a", Document.of("kind", "y")))).hasSize(4);
    assertThat(callsOf(() -> indexed.replace("a", Document.of("kind", "y")))).hasSize(3);
    assertThat(callsOf(() -> indexed.delete("a"))).hasSize(3);
  }

  @Test
  void readsAreOneRequest() {
    things.insert(Document.of("id", "a", "n", 1));

    assertThat(callsOf(() -> things.get("a"))).containsExactly("GET" + A);
    assertThat(callsOf(() -> things.exists("a"))).containsExactly("HEAD" + A);
    assertThat(callsOf(() -> things.count())).hasSize(1);
    assertThat(callsOf(() -> things.list(10))).hasSize(2);
  }

  @Test
  void aMirrorWritesWithOneRequestWhatIsNewOrItsOwn() {
    RecordMirror mirror = db.mirror();
    var clock =
        new io.s3db.version.HybridClock(InstantSource.system(), 7, java.time.Duration.ofMinutes(1));
    var first = new MirrorOutcome[1];
    assertThat(
            callsOf(
                () ->
                    first[0] =
                        mirror.put(
                            "things", "a", Document.of("n", 1), clock.next(), Optional.empty())))
        .containsExactly("PUT" + A);
    var etag = Optional.ofNullable(((MirrorOutcome.Written) first[0]).etag());
    assertThat(callsOf(() -> mirror.put("things", "a", Document.of("n", 2), clock.next(), etag)))
        .containsExactly("PUT" + A);
    assertThat(things.get("a").integer("n")).isEqualTo(2);
  }
}
