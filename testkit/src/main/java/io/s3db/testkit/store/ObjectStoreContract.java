package io.s3db.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.S3dbException;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link ObjectStore} promises, as a test: extend it, open your store, and run it.
 *
 * <p>The store of each test is opened twice, as two instances on the same objects, and half of the
 * racing writers use the other one.
 */
public abstract class ObjectStoreContract {
  private static final int RACERS = 32;

  private ObjectStore store;
  private ObjectStore other;

  /** Makes the test. */
  @SuppressWarnings("NullAway.Init") // by openStores
  protected ObjectStoreContract() {}

  /**
   * Opens the store of this test, empty at the first call. Each call gives a new instance on the
   * same objects; the contract closes it.
   */
  protected abstract ObjectStore open() throws Exception;

  /** How far the store's clock may be from this machine's. */
  protected Duration clockSkew() {
    return Duration.ofSeconds(2);
  }

  /** Opens the two instances. */
  @BeforeEach
  void openStores() throws Exception {
    store = open();
    other = open();
  }

  /** Closes them. */
  @AfterEach
  void closeStores() {
    store.close();
    store.close(); // idempotent
    other.close();
  }

  @Test
  void readsBackWhatWasWritten() {
    Instant before = Instant.now().minus(clockSkew()).minusSeconds(1);
    ObjectKey key = ObjectKey.of("resource=orders/data/id=1");
    Map<String, String> metadata = Map.of("0", "u:%C3%A9", "_v", "v1", "a-b_c", "x y  z");
    ETag etag = put(key, new NewObject(bytes("{\"a\":1}"), "application/json", metadata));
    StoredObject read = other.get(key).orElseThrow();
    assertThat(read.body()).isEqualTo(bytes("{\"a\":1}"));
    ObjectHead head = read.head();
    assertThat(head.key()).isEqualTo(key);
    assertThat(head.metadata()).isEqualTo(metadata);
    assertThat(head.contentType()).isEqualTo("application/json");
    assertThat(head.size()).isEqualTo(7);
    assertThat(head.etag()).isEqualTo(etag);
    assertThat(head.lastModified()).isBetween(before, Instant.now().plus(clockSkew()));
    assertThat(head.storeTime()).isBetween(before, Instant.now().plus(clockSkew()));
  }

  @Test
  void aHeadIsTheReadWithoutTheBody() {
    ObjectKey key = ObjectKey.of("k");
    put(key, new NewObject(bytes("body"), "text/plain", Map.of("a", "1")));
    ObjectHead head = store.head(key).orElseThrow();
    ObjectHead read = store.get(key).orElseThrow().head();
    assertThat(head).usingRecursiveComparison().ignoringFields("storeTime").isEqualTo(read);
  }

  @Test
  void anObjectNeedsNeitherBodyNorTypeNorMetadata() {
    ObjectKey key = ObjectKey.of("empty");
    put(key, NewObject.empty(Map.of()));
    StoredObject read = store.get(key).orElseThrow();
    assertThat(read.body()).isEmpty();
    assertThat(read.head().size()).isZero();
    assertThat(read.head().metadata()).isEmpty();
    assertThat(read.head().contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void keepsEveryByteOfABody() {
    byte[] body = new byte[300_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31 + i / 256);
    }
    ObjectKey key = ObjectKey.of("large");
    put(key, new NewObject(body.clone(), null, Map.of()));
    assertThat(store.get(key).orElseThrow().body()).isEqualTo(body);
  }

  @Test
  void aReadersBodyIsItsOwn() {
    ObjectKey key = ObjectKey.of("k");
    put(key, object("body"));
    store.get(key).orElseThrow().body()[0] = 'X';
    assertThat(text(key)).isEqualTo("body");
  }

  @Test
  void keepsMetadataUpToItsLimit() {
    int limit = Math.min(store.capabilities().metadataLimit(), 2048);
    Map<String, String> metadata = Map.of("n", "v".repeat(limit - 1));
    ObjectKey key = ObjectKey.of("k");
    put(key, NewObject.empty(metadata));
    assertThat(store.head(key).orElseThrow().metadata()).isEqualTo(metadata);
  }

  @Test
  void refusesMetadataOverItsLimitAndWritesNothing() {
    int limit = store.capabilities().metadataLimit();
    if (limit == Integer.MAX_VALUE) {
      ObjectKey key = ObjectKey.of("k");
      put(key, NewObject.empty(Map.of("n", "v".repeat(100_000))));
      assertThat(store.head(key).orElseThrow().metadata().get("n")).hasSize(100_000);
      return;
    }
    ObjectKey key = ObjectKey.of("k");
    NewObject tooLarge = NewObject.empty(Map.of("n", "v".repeat(limit)));
    assertThatThrownBy(() -> store.put(key, tooLarge, Precondition.none()))
        .isInstanceOf(S3dbException.class);
    assertThat(store.head(key)).isEmpty();
  }

  @Test
  void whatIsMissingIsAValueAndComesAtOnce() {
    ObjectKey key = ObjectKey.of("resource=x/data/id=missing");
    put(ObjectKey.of("warm"), object("up"));
    store.get(key);
    long start = System.nanoTime();
    assertThat(store.get(key)).isEmpty();
    assertThat(store.head(key)).isEmpty();
    assertThat(store.put(key, object("x"), Precondition.matches(new ETag("0".repeat(32)))))
        .isEqualTo(new PutOutcome.Lost());
    assertThat(store.delete(key, Precondition.matches(new ETag("0".repeat(32)))))
        .isIn(DeleteOutcome.ABSENT, DeleteOutcome.LOST);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void aWriteIsSeenByEveryReadThatFollows() {
    ObjectKey key = ObjectKey.of("k");
    for (int i = 0; i < 50; i++) {
      put(key, object("state " + i));
      assertThat(new String(other.get(key).orElseThrow().body(), UTF_8)).isEqualTo("state " + i);
      assertThat(other.list("", null, 10).entries())
          .extracting(ListPage.Entry::etag)
          .containsExactly(other.head(key).orElseThrow().etag());
    }
  }

  @Test
  void insertsOnlyWhereNothingIs() {
    ObjectKey key = ObjectKey.of("k");
    assertThat(store.put(key, object("first"), Precondition.absent()))
        .isInstanceOf(PutOutcome.Written.class);
    assertThat(other.put(key, object("second"), Precondition.absent()))
        .isEqualTo(new PutOutcome.Lost());
    assertThat(text(key)).isEqualTo("first");
  }

  @Test
  void updatesOnlyTheStateThatWasRead() {
    ObjectKey key = ObjectKey.of("k");
    ETag first = put(key, object("first"));
    ETag second =
        ((PutOutcome.Written) store.put(key, object("second"), Precondition.matches(first))).etag();
    assertThat(second).isNotEqualTo(first);
    assertThat(other.put(key, object("third"), Precondition.matches(first)))
        .isEqualTo(new PutOutcome.Lost());
    assertThat(text(key)).isEqualTo("second");
    assertThat(store.head(key).orElseThrow().etag()).isEqualTo(second);
  }

  @Test
  void theTagCoversMetadataIfTheStoreSaysSo() {
    ObjectKey key = ObjectKey.of("k");
    ETag first = put(key, new NewObject(bytes("b"), null, Map.of("a", "1")));
    ETag second = put(key, new NewObject(bytes("b"), null, Map.of("a", "2")));
    assertThat(!first.equals(second)).isEqualTo(store.capabilities().etagCoversMetadata());
  }

  @Test
  void deletes() {
    ObjectKey key = ObjectKey.of("k");
    put(key, object("x"));
    assertThat(store.delete(key, Precondition.none())).isEqualTo(DeleteOutcome.DELETED);
    assertThat(other.get(key)).isEmpty();
    assertThat(other.head(key)).isEmpty();
    assertThat(other.list("", null, 10).entries()).isEmpty();
    assertThat(store.delete(key, Precondition.none())).isEqualTo(DeleteOutcome.DELETED);
    assertThat(store.put(key, object("again"), Precondition.absent()))
        .isInstanceOf(PutOutcome.Written.class);
  }

  @Test
  void deletesOnlyTheStateThatWasRead() {
    ObjectKey key = ObjectKey.of("k");
    ETag first = put(key, object("first"));
    ETag second = put(key, object("second"));
    assertThat(store.delete(key, Precondition.matches(first))).isEqualTo(DeleteOutcome.LOST);
    assertThat(text(key)).isEqualTo("second");
    assertThat(store.delete(key, Precondition.matches(second))).isEqualTo(DeleteOutcome.DELETED);
    assertThat(store.delete(key, Precondition.matches(second))).isEqualTo(DeleteOutcome.ABSENT);
  }

  @Test
  void aDeleteOfWhatMustBeAbsentIsAMistake() {
    assertThatThrownBy(() -> store.delete(ObjectKey.of("k"), Precondition.absent()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofRacingInsertsOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      ObjectKey key = ObjectKey.of("race/" + round);
      List<PutOutcome> outcomes =
          race(racer -> of(racer).put(key, object("racer " + racer), Precondition.absent()));
      assertThat(winners(outcomes)).hasSize(1);
      assertThat(text(key)).isEqualTo("racer " + winners(outcomes).getFirst());
    }
  }

  @Test
  void ofRacingUpdatesOneWins() throws Exception {
    ObjectKey key = ObjectKey.of("race");
    ETag current = put(key, object("start"));
    for (int round = 0; round < 5; round++) {
      ETag read = current;
      int turn = round;
      List<PutOutcome> outcomes =
          race(racer -> of(racer).put(key, object(turn + "-" + racer), Precondition.matches(read)));
      assertThat(winners(outcomes)).hasSize(1);
      int winner = winners(outcomes).getFirst();
      assertThat(text(key)).isEqualTo(turn + "-" + winner);
      current = ((PutOutcome.Written) outcomes.get(winner)).etag();
    }
  }

  @Test
  void ofRacingDeletesAndUpdatesOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      ObjectKey key = ObjectKey.of("race/" + round);
      ETag read = put(key, object("start"));
      List<Boolean> won =
          race(
              racer ->
                  racer % 2 == 0
                      ? of(racer / 2).delete(key, Precondition.matches(read))
                          == DeleteOutcome.DELETED
                      : of(racer / 2).put(key, object("r" + racer), Precondition.matches(read))
                          instanceof PutOutcome.Written);
      assertThat(won.stream().filter(yes -> yes)).hasSize(1);
      assertThat(store.get(key).isEmpty()).isEqualTo(won.indexOf(true) % 2 == 0);
    }
  }

  @Test
  void readersNeverSeeHalfAWrite() throws Exception {
    ObjectKey key = ObjectKey.of("k");
    put(key, numbered(0));
    List<Integer> last =
        race(
            racer -> {
              int seen = 0;
              for (int i = 0; i < 20; i++) {
                if (racer < 4) {
                  put(key, numbered(racer * 100 + i));
                } else {
                  StoredObject read = of(racer).get(key).orElseThrow();
                  String text = new String(read.body(), UTF_8);
                  assertThat(read.head().metadata()).containsEntry("n", text);
                  seen++;
                }
              }
              return seen;
            });
    assertThat(last.stream().mapToInt(seen -> seen)).contains(20);
  }

  @Test
  void listsInTheByteOrderOfKeys() {
    List<String> keys = oddKeys();
    keys.forEach(key -> put(ObjectKey.of(key), object("x")));
    List<String> expected =
        keys.stream().sorted(Comparator.comparing(key -> key.getBytes(UTF_8), BYTES)).toList();
    assertThat(keys(store.list("", null, 1000))).isEqualTo(expected);
    assertThat(store.list("", null, 1000).more()).isFalse();
  }

  @Test
  void readsAndDeletesKeysWithOddCharacters() {
    for (String key : oddKeys()) {
      put(ObjectKey.of(key), object(key));
    }
    for (String key : oddKeys()) {
      assertThat(text(ObjectKey.of(key))).isEqualTo(key);
      assertThat(store.delete(ObjectKey.of(key), Precondition.none()))
          .isEqualTo(DeleteOutcome.DELETED);
    }
    assertThat(store.list("", null, 1000).entries()).isEmpty();
  }

  @Test
  void pagesGiveEveryKeyOnceWhateverTheirSize() {
    List<String> keys = oddKeys();
    keys.forEach(key -> put(ObjectKey.of(key), object("x")));
    List<String> expected = keys(store.list("", null, 1000));
    for (int size : List.of(1, 2, 3, 7)) {
      List<String> listed = new ArrayList<>();
      @Nullable String after = null;
      for (boolean more = true; more; ) {
        ListPage page = store.list("", after, size);
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(size);
        listed.addAll(keys(page));
        more = page.more();
        after = listed.getLast();
      }
      assertThat(listed).as("pages of %s", size).isEqualTo(expected);
    }
  }

  @Test
  void aPageMayStartAfterAnyText() {
    List<String> keys = oddKeys();
    keys.forEach(key -> put(ObjectKey.of(key), object("x")));
    List<String> all = keys(store.list("", null, 1000));
    for (String after :
        List.of("a", "a/", "a/b", "a/b/", "a/c", "a0", "A", "zzz", "é", "missing/x")) {
      assertThat(keys(store.list("", after, 1000)))
          .as("after %s", after)
          .isEqualTo(all.stream().filter(key -> compare(key, after) > 0).toList());
    }
  }

  @Test
  void aPrefixIsTextAndNeedNotEndASegment() {
    for (String key : List.of("a/bc/1", "a/bd/2", "a/b", "a/b c", "ab/3", "b")) {
      put(ObjectKey.of(key), object("x"));
    }
    assertThat(keys(store.list("a/b", null, 10)))
        .containsExactly("a/b", "a/b c", "a/bc/1", "a/bd/2");
    assertThat(keys(store.list("a/bc/", null, 10))).containsExactly("a/bc/1");
    assertThat(keys(store.list("a", "a/bc/1", 10))).containsExactly("a/bd/2", "ab/3");
    assertThat(keys(store.list("a/b", "a/", 10))).hasSize(4);
    assertThat(keys(store.list("a/b", "zz", 10))).isEmpty();
    assertThat(keys(store.list("c", null, 10))).isEmpty();
    assertThat(keys(store.list("a/x/", null, 10))).isEmpty();
  }

  @Test
  void aPrefixCannotLeadOutOfTheStore() {
    put(ObjectKey.of("a/b"), object("x"));
    assertThat(store.list("../", null, 10).entries()).isEmpty();
    assertThat(store.list("/", null, 10).entries()).isEmpty();
    assertThat(store.list("a/../", null, 10).entries()).isEmpty();
  }

  @Test
  void anEntrySaysWhatAHeadSays() {
    ObjectKey key = ObjectKey.of("a/b");
    put(key, new NewObject(bytes("body"), null, Map.of("m", "1")));
    ListPage.Entry entry = store.list("a/", null, 10).entries().getFirst();
    ObjectHead head = store.head(key).orElseThrow();
    assertThat(entry.key()).isEqualTo(key);
    assertThat(entry.etag()).isEqualTo(head.etag());
    assertThat(entry.size()).isEqualTo(4);
    assertThat(Duration.between(head.lastModified(), entry.lastModified()).abs())
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aLimitIsAtLeastOne() {
    assertThatThrownBy(() -> store.list("", null, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInterruptedThreadGetsAnAnswerOrAFailureAndStaysInterrupted() throws Exception {
    ObjectKey key = ObjectKey.of("k");
    ETag etag = put(key, object("x"));
    Thread.currentThread().interrupt();
    try {
      assertThat(store.put(key, object("y"), Precondition.matches(etag))).isNotNull();
    } catch (S3dbException e) {
      assertThat(e.code()).isIn("INTERRUPTED", "OUTCOME_UNKNOWN");
    }
    assertThat(Thread.interrupted()).isTrue();
    Thread.currentThread().interrupt();
    try {
      assertThat(store.get(key)).isPresent();
    } catch (S3dbException e) {
      assertThat(e.code()).isEqualTo("INTERRUPTED");
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(other.get(key)).as("the store works on").isPresent();
    assertThat(store.get(key)).as("for this instance too").isPresent();
    put(key, object("z"));
  }

  @Test
  void namesItself() {
    assertThat(store.describe()).isNotBlank();
  }

  /** Keys whose order differs between bytes, UTF-16, locales and directories. */
  private static List<String> oddKeys() {
    return List.of(
        "a b",
        "a!",
        "a.b",
        "a-b",
        "a/b/c",
        "a/c",
        "a/c d/e",
        "a/c.d",
        "a/c0",
        "a0",
        "a=1/id=x",
        "A/b",
        "AB",
        "Z",
        "b",
        "id=5",
        "id=50",
        "id=5 0",
        "id=é",
        "id=e\u0301",
        "id=z",
        "id=日本",
        "id=\uFF5E",
        "id=\uD83D\uDE00",
        "id=\uD83D\uDE00x/y",
        "q?x",
        "p%20q",
        "p+q",
        "h#x",
        "s&t",
        "~",
        "quo\"te",
        "sta*r",
        "x\\y",
        "<tag>",
        "'",
        "id=1.0",
        "id=1",
        "id=10/.x",
        "...");
  }

  private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;

  private static int compare(String a, String b) {
    return BYTES.compare(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private static List<String> keys(ListPage page) {
    return page.entries().stream().map(entry -> entry.key().value()).toList();
  }

  private ObjectStore of(int racer) {
    return racer % 2 == 0 ? store : other;
  }

  private ETag put(ObjectKey key, NewObject object) {
    return ((PutOutcome.Written) store.put(key, object, Precondition.none())).etag();
  }

  private String text(ObjectKey key) {
    return new String(store.get(key).orElseThrow().body(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static NewObject object(String text) {
    return new NewObject(bytes(text), "text/plain", Map.of());
  }

  private static NewObject numbered(int n) {
    return new NewObject(bytes(String.valueOf(n)), null, Map.of("n", String.valueOf(n)));
  }

  private static List<Integer> winners(List<PutOutcome> outcomes) {
    return IntStream.range(0, outcomes.size())
        .filter(racer -> outcomes.get(racer) instanceof PutOutcome.Written)
        .boxed()
        .toList();
  }

  private interface Racer<T> {
    T run(int racer) throws Exception;
  }

  /** Lets 32 threads do this at the same moment; their results in the order of their numbers. */
  private static <T> List<T> race(Racer<T> racer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        int number = i;
        tasks.add(
            () -> {
              start.await();
              return racer.run(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
