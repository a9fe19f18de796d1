package io.s3db.server.page;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Waits for what must happen: long, because machines are busy. */
final class Wait {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Wait() {}

  static void until(Callable<Boolean> condition, Supplier<String> complaint) {
    Awaitility.await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .alias(complaint.get())
        .until(condition);
  }

  static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(condition);
  }
}
