package io.s3db.testkit.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {
  private final Held before = Held.now();
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void nothingIsLeftByNothing() throws Exception {
    assertThat(LeakCheck.left(before, Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void threadsOfBothKindsAreNamed() throws Exception {
    Thread.ofPlatform().name("left-over").start(this::hang);
    Thread.ofVirtual().name("s3db-left-over").start(this::hang);
    Thread.ofVirtual().name("not-ours").start(this::hang);
    try {
      assertThat(left())
          .hasSize(2)
          .anySatisfy(name -> assertThat(name).startsWith("thread left-over #"))
          .anySatisfy(name -> assertThat(name).startsWith("virtual thread s3db-left-over #"));
    } finally {
      end.countDown();
    }
    assertThat(LeakCheck.left(before, Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void socketsAndFilesAreNamed(@TempDir Path folder) throws Exception {
    assumeThat(Files.isDirectory(Path.of("/proc/self/fd"))).isTrue();
    Path file = folder.resolve("left-over");
    try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FileChannel _ =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(left())
          .contains(file.toString())
          .anySatisfy(name -> assertThat(name).startsWith("socket:["));
    }
    assertThat(LeakCheck.left(before, Duration.ofSeconds(5))).isEmpty();
  }

  private Set<String> left() throws InterruptedException {
    return LeakCheck.left(before, Duration.ZERO);
  }

  private void hang() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
