package io.s3db.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.OutcomeUnknownException;
import io.s3db.store.Body;
import io.s3db.store.BodyException;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.OpenObject;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link ObjectStore} promises of bodies that are streamed, as a test. */
public abstract class LargeBodyContract {
  private static final ObjectKey KEY = ObjectKey.of("films/one.mp4");
  private static final int SIZE = (1 << 20) + 70_000;
  private static final int CLOSED_EARLY = 100;

  private ObjectStore store;

  /** Makes the test. */
  @SuppressWarnings("NullAway.Init") // by openStore
  protected LargeBodyContract() {}

  /** Opens the store of this test, empty; the contract closes it. */
  protected abstract ObjectStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aStreamedBodyIsReadBackAsAStream() throws IOException {
    byte[] bytes = random(1);
    Map<String, String> metadata = Map.of("a", "1");
    ETag etag = put(new NewObject(new Streamed(bytes), "video/mp4", metadata));

    try (OpenObject object = store.open(KEY).orElseThrow()) {
      assertThat(object.head().etag()).isEqualTo(etag);
      assertThat(object.head().size()).isEqualTo(SIZE);
      assertThat(object.head().contentType()).isEqualTo("video/mp4");
      assertThat(object.head().metadata()).isEqualTo(metadata);
      assertThat(object.body().readAllBytes()).isEqualTo(bytes);
      assertThat(object.body().read()).isEqualTo(-1);
    }
    assertThat(store.get(KEY).orElseThrow().body()).isEqualTo(bytes);
    assertThat(store.open(ObjectKey.of("films/none"))).isEmpty();
  }

  @Test
  void aSmallBodyIsHeld() throws IOException {
    byte[] bytes = {1, 2, 3};
    put(new NewObject(new Streamed(bytes), null, Map.of()));
    try (OpenObject object = store.open(KEY).orElseThrow()) {
      assertThat(object.held().orElseThrow().body()).isEqualTo(bytes);
      assertThat(object.body().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void preconditionsHoldForStreamedBodiesToo() {
    ETag first = put(new NewObject(new Streamed(random(1)), null, Map.of()));
    NewObject second = new NewObject(new Streamed(random(2)), null, Map.of());
    assertThat(store.put(KEY, second, Precondition.absent())).isInstanceOf(PutOutcome.Lost.class);
    assertThat(store.get(KEY).orElseThrow().body()).isEqualTo(random(1));
    assertThat(store.put(KEY, second, Precondition.matches(first)))
        .isInstanceOf(PutOutcome.Written.class);
    assertThat(store.put(KEY, second, Precondition.matches(first)))
        .isInstanceOf(PutOutcome.Lost.class);
    assertThat(store.get(KEY).orElseThrow().body()).isEqualTo(random(2));
  }

  @Test
  void aBodyThatBreaksOffWritesNothing() {
    byte[] old = random(1);
    put(new NewObject(old, "text/plain", Map.of("a", "1")));
    NewObject broken = new NewObject(new Breaking(random(2)), null, Map.of());
    assertThatThrownBy(() -> store.put(KEY, broken, Precondition.none()))
        .isNotInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("the line went dead");
    assertThat(store.get(KEY).orElseThrow().body()).isEqualTo(old);
    assertThat(store.head(KEY).orElseThrow().metadata()).containsEntry("a", "1");
    ObjectKey other = ObjectKey.of("films/two.mp4");
    assertThatThrownBy(() -> store.put(other, broken, Precondition.absent()))
        .hasMessageContaining("the line went dead");
    assertThat(store.head(other)).isEmpty();
    assertThat(store.list("", null, 10).entries()).hasSize(1);
  }

  @Test
  void whatIsReadIsTheStateThatWasOpened() throws IOException {
    byte[] old = random(1);
    put(new NewObject(old, null, Map.of()));
    try (OpenObject object = store.open(KEY).orElseThrow()) {
      byte[] start = object.body().readNBytes(10);
      put(new NewObject(random(2), null, Map.of()));
      byte[] rest = object.body().readAllBytes();
      assertThat(start).isEqualTo(java.util.Arrays.copyOf(old, 10));
      assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(old, 10, SIZE));
    }
  }

  @Test
  void streamsClosedEarlyLeaveNothingBehind() throws IOException {
    put(new NewObject(random(1), null, Map.of()));
    for (int i = 0; i < CLOSED_EARLY; i++) {
      try (OpenObject object = store.open(KEY).orElseThrow()) {
        assertThat(object.body().read()).isEqualTo(random(1)[0] & 0xff);
      }
    }
    assertThat(store.get(KEY).orElseThrow().body()).isEqualTo(random(1));
  }

  private ETag put(NewObject object) {
    return ((PutOutcome.Written) store.put(KEY, object, Precondition.none())).etag();
  }

  private static byte[] random(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Bytes that are not in memory, as far as the store can tell. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Streamed(byte[] bytes) implements Body.Elsewhere {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** Bytes of which the second half never comes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Breaking(byte[] bytes) implements Body.Elsewhere {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new FilterInputStream(new ByteArrayInputStream(bytes, 0, bytes.length / 2)) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int read = super.read(into, offset, length);
          if (read < 0) {
            throw new BodyException("the line went dead", null);
          }
          return read;
        }
      };
    }
  }
}
