package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.delivery.EventSink;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarningsTest {
  private final List<Warned> told = new ArrayList<>();
  private final Warnings warnings =
      new Warnings(
          "copy",
          new EventSink() {
            @Override
            public boolean wanted(Class<? extends ReplicationEvent> type) {
              return true;
            }

            @Override
            public void publish(ReplicationEvent event) {
              told.add((Warned) event);
            }
          },
          InstantSource.system());

  @Test
  void eachIsToldOnceAndCounted() {
    warnings.warn("FIELD_DROPPED", "t.a", "a");
    warnings.warn("FIELD_DROPPED", "t.a", "a");
    warnings.warn("FIELD_DROPPED", "t.b", "b");
    assertThat(told).extracting(Warned::subject).containsExactly("t.a", "t.b");
    assertThat(warnings.counts()).containsEntry("warnings.FIELD_DROPPED t.a", 2L);
    warnings.forget("FIELD_DROPPED", "t.a");
    warnings.warn("FIELD_DROPPED", "t.a", "a");
    assertThat(told).hasSize(3);
  }

  @Test
  void manyOfAKindAreCountedAsOne() {
    for (int i = 0; i < 2_000; i++) {
      warnings.warn("FIELD_DROPPED", "t.f" + i, "field " + i);
    }
    warnings.warn("OTHER", "t", "another kind");
    assertThat(told).hasSize(102);
    assertThat(told.get(100).subject()).isEqualTo("(others)");
    assertThat(told.get(100).message()).contains("more than 100").contains("field 100");
    assertThat(warnings.counts())
        .hasSize(102)
        .containsEntry("warnings.FIELD_DROPPED (others)", 1_900L)
        .containsEntry("warnings.OTHER t", 1L);
  }
}
