package io.s3db.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.OutcomeUnknownException;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import io.s3db.store.StoreException;
import io.s3db.testkit.store.FaultyStore.Fault;
import io.s3db.testkit.store.FaultyStore.Kind;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {
  private static final ObjectKey KEY = ObjectKey.of("k");

  private final MemoryStore memory = MemoryStore.create(InstantSource.system());
  private final FaultyStore store = new FaultyStore(memory);

  @Test
  void aRefusedWriteDoesNothing() {
    store.failOnce(call -> call.kind() == Kind.PUT, new Fault.Refused());
    assertThatThrownBy(this::put).isInstanceOf(StoreException.class);
    assertThat(memory.head(KEY)).isEmpty();
    put();
    assertThat(memory.head(KEY)).isPresent();
  }

  @Test
  void aLostRequestDoesNothingAndALostAnswerDoesEverything() {
    store.failOnce(call -> true, new Fault.LostRequest());
    assertThatThrownBy(this::put).isInstanceOf(OutcomeUnknownException.class);
    assertThat(memory.head(KEY)).isEmpty();
    store.failOnce(call -> true, new Fault.LostAnswer());
    assertThatThrownBy(this::put).isInstanceOf(OutcomeUnknownException.class);
    assertThat(memory.head(KEY)).isPresent();
  }

  @Test
  void readsFailWithCertainty() {
    store.fail(call -> call.key().equals("k"), new Fault.LostAnswer());
    assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(StoreException.class);
    assertThat(store.list("", null, 1).entries()).isEmpty();
  }

  @Test
  void afterACrashEverythingCrashesUntilItIsHealed() {
    store.failWrite(2, new Fault.CrashAfter());
    put();
    assertThatThrownBy(() -> store.delete(KEY, Precondition.none()))
        .isInstanceOf(FaultyStore.Crash.class);
    assertThat(memory.head(KEY)).isEmpty();
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(FaultyStore.Crash.class);
    store.heal();
    assertThat(store.head(KEY)).isEmpty();
    assertThat(store.count(Kind.PUT)).isEqualTo(1);
    assertThat(store.calls())
        .extracting(FaultyStore.Call::kind)
        .containsExactly(Kind.PUT, Kind.DELETE, Kind.HEAD);
  }

  @Test
  void aCrashBeforeLeavesTheStoreAlone() {
    store.failWrite(1, new Fault.CrashBefore());
    assertThatThrownBy(this::put).isInstanceOf(FaultyStore.Crash.class);
    assertThat(memory.head(KEY)).isEmpty();
  }

  @Test
  void anotherWriterCanComeFirst() {
    store.failOnce(
        call -> call.kind() == Kind.GET,
        new Fault.Before(() -> memory.put(KEY, NewObject.empty(Map.of()), Precondition.none())));
    assertThat(store.get(KEY)).isPresent();
  }

  private void put() {
    store.put(KEY, NewObject.empty(Map.of()), Precondition.none());
  }
}
