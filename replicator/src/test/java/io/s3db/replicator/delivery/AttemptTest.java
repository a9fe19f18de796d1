package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private final Attempt attempt =
      new Attempt(Duration.ofMillis(50), new Timer(InstantSource.system()));

  @AfterEach
  void stop() {
    attempt.close();
  }

  @Test
  void interruptsEveryCallWhoseTimeIsOver() {
    for (int call = 0; call < 3; call++) {
      assertThatThrownBy(() -> attempt.call(AttemptTest::hang))
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessage("ReplicatorError: Timeout after 50ms");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  /** The thread that watches sleeps through short calls, and wakes for the one that hangs. */
  @Test
  void measuresTheTimeOfACallFromItsOwnBeginning() throws Exception {
    long begun = System.nanoTime();
    long last = begun;
    while (System.nanoTime() - begun < Duration.ofMillis(120).toNanos()) {
      last = System.nanoTime();
      assertThat(attempt.call(() -> 1)).isEqualTo(1);
    }
    long hung = last;

    assertThatThrownBy(() -> attempt.call(AttemptTest::hang))
        .isInstanceOf(SinkException.Unavailable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - hung)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void makesNoCallOnceItIsToEnd() {
    attempt.endNow();

    assertThatThrownBy(() -> attempt.call(() -> 1)).isInstanceOf(InterruptedException.class);
  }

  private static int hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }
}
