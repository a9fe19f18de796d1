package io.s3db.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final Connections connections = new Connections(2);

  @AfterEach
  void nothingInterruptsWhatIsDoneNext() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private static void silence() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(20));
  }

  @Test
  void theOneThatWaitsLongestIsClosed() {
    connections.opened();
    connections.opened();
    try (Deadline longest = Deadline.of(NEVER);
        Deadline other = Deadline.of(NEVER)) {
      connections.waits(longest);
      connections.waits(other);
      connections.opened();

      assertThatThrownBy(ConnectionsTest::silence).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void oneThatSpeaksInItsLastMomentStays() throws Exception {
    connections.opened();
    connections.opened();
    try (Deadline deadline = Deadline.of(NEVER)) {
      connections.waits(deadline);
      connections.opened();
      connections.goesOn(deadline);
    }
    Thread.sleep(300); // longer than the moment: an interrupt would come now
  }

  @Test
  void insteadOfOneThatStayedTheNextOneIsClosed() {
    connections.opened();
    connections.opened();
    try (Deadline spoke = Deadline.of(NEVER)) {
      connections.waits(spoke);
      connections.opened();
      connections.goesOn(spoke);
    }
    try (Deadline next = Deadline.of(NEVER)) {
      connections.waits(next);
      connections.opened();

      assertThatThrownBy(ConnectionsTest::silence).isInstanceOf(InterruptedException.class);
    }
  }
}
