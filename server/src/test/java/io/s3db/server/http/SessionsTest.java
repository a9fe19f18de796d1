package io.s3db.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T08:00:00Z"));
  private final Sessions sessions = new Sessions(now::get);

  private void pass(Duration time) {
    now.set(now.get().plus(time));
  }

  @Test
  void aSessionEndsAfterHalfADay() {
    String name = sessions.open(Access.READ);
    pass(Duration.ofHours(12).minusMillis(1));
    assertThat(sessions.access(name)).isEqualTo(Access.READ);
    pass(Duration.ofMillis(1));
    assertThat(sessions.access(name)).isEqualTo(Access.NONE);
  }

  @Test
  void aSessionThatWasClosedIsOver() {
    String name = sessions.open(Access.FULL);
    String other = sessions.open(Access.FULL);
    sessions.close(name);
    sessions.close("no such");
    assertThat(sessions.access(name)).isEqualTo(Access.NONE);
    assertThat(sessions.access(other)).isEqualTo(Access.FULL);
  }

  @Test
  void namesAreLongAndNeverTheSameAndTheOldestMakesRoom() {
    Set<String> names = new HashSet<>();
    String first = sessions.open(Access.FULL);
    names.add(first);
    for (int i = 0; i < 1000; i++) {
      String name = sessions.open(Access.READ);
      assertThat(name).hasSize(43);
      names.add(name);
    }
    assertThat(names).hasSize(1001);
    assertThat(sessions.access(first)).isEqualTo(Access.NONE);
  }
}
