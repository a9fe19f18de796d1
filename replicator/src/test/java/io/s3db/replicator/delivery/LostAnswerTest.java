package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.state.DeadLetter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A change that moves a row is carried out, but the process dies before it learns of it; repeated,
 * the change is refused. Nobody may take the row for one that is not there.
 */
final class LostAnswerTest {
  private final ScriptedSink sink = ScriptedSink.mirror().key("k");
  private final Rig rig =
      new Rig(sink).route("orders").options(o -> o.withConcurrency(1).withBatchSize(1));

  @AfterEach
  void close() throws InterruptedException {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Rejection.Kind.class,
      names = {"PERMANENT", "RETRYABLE"})
  void aDeleteRemovesBothRows(Rejection.Kind kind) throws InterruptedException {
    moveUnlearned("k0", "k1");
    refuse("k1", kind);

    rig.put("orders", "a", null);
    finish();

    assertThat(sink.rows()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Rejection.Kind.class,
      names = {"PERMANENT", "RETRYABLE"})
  void anUpdateRemovesBothRows(Rejection.Kind kind) throws InterruptedException {
    moveUnlearned("k0", "k1");
    refuse("k1", kind);

    rig.put("a", "k", "k2");
    finish();

    assertThat(sink.rows().values()).containsExactly(Document.of("k", "k2", "id", "a"));
  }

  @Test
  void anInsertAfterADeleteRemovesBothRows() throws InterruptedException {
    moveUnlearned("k0", "k1");
    refuse("k1", Rejection.Kind.PERMANENT);

    rig.put("orders", "a", null);
    rig.put("a", "k", "k2");
    finish();

    assertThat(sink.rows().values()).containsExactly(Document.of("k", "k2", "id", "a"));
  }

  @Test
  void severalRefusedMovesAreAllRemoved() throws InterruptedException {
    moveUnlearned("k0", "k1");
    refuse("k1", Rejection.Kind.PERMANENT);
    finish();
    moveUnlearned("k1", "k2");
    refuse("k2", Rejection.Kind.PERMANENT);
    finish();
    assertThat(sink.rows().values())
        .as("the second move took the first one's row away")
        .containsExactly(Document.of("k", "k2", "id", "a"));

    rig.put("a", "k", "k3");
    finish();

    assertThat(sink.rows().values()).containsExactly(Document.of("k", "k3", "id", "a"));
    assertThat(rig.store.suspectTargets("copy")).as("nothing is suspected any more").isEmpty();
  }

  @Test
  void aRowThatStaysWhereItIsIsNotRemoved() throws InterruptedException {
    moveUnlearned("k0", "k1");
    refuse("k1", Rejection.Kind.PERMANENT);
    finish();

    sink.script(_ -> List.of());
    rig.put("a", "k", "k1", "n", 2);
    finish();

    assertThat(sink.rows().values()).containsExactly(Document.of("k", "k1", "n", 2, "id", "a"));
  }

  @ParameterizedTest
  @EnumSource(names = {"INSERT", "UPDATE"})
  void aChangeThatCannotBeSentDoesNotHideAMoveBeforeIt(Operation first)
      throws InterruptedException {
    rig.options(o -> o.withBatchSize(10));
    if (first == Operation.UPDATE) {
      rig.put("a", "k", "k0");
      finish();
    }
    rig.put("a", "k", "k1");
    rig.put("a", "n", 1); // without a key
    rig.put("a", "k", "k2");
    finish();

    assertThat(rig.store.deadLetters("copy", DeadLetter.Status.SUPERSEDED, 10)).hasSize(1);
    assertThat(sink.rows().values()).containsExactly(Document.of("k", "k2", "id", "a"));
  }

  /** The destination moves the row, and the process dies. */
  private void moveUnlearned(String from, String to) throws InterruptedException {
    sink.script(_ -> List.of());
    if (rig.record("orders", "a") == null) {
      rig.put("a", "k", from);
      finish();
    }
    rig.put("a", "k", to);
    Crash crash = new Crash(Integer.MAX_VALUE);
    sink.script(
        _ -> {
          crash.now(); // it still takes effect
          return List.of();
        });
    rig.start(crash);
    org.awaitility.Awaitility.await().until(crash::happened);
    rig.kill();
    assertThat(sink.rows().values()).contains(Document.of("k", to, "id", "a"));
  }

  private void refuse(String key, Rejection.Kind kind) {
    sink.script(
        batch ->
            batch.stream()
                .filter(delivery -> isUnder(delivery, key))
                .map(delivery -> ScriptedSink.refuse(delivery, kind, "no"))
                .toList());
  }

  private static boolean isUnder(Delivery delivery, String key) {
    return !delivery.removes() && key.equals(delivery.key().fields().get("k"));
  }

  private void finish() throws InterruptedException {
    assertThat(rig.await(rig.start())).isTrue();
    rig.kill();
  }
}
