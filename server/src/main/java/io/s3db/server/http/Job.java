package io.s3db.server.http;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Long work that somebody asked for. */
sealed interface Job permits SyncJob, Task {
  /** Its name. */
  String id();

  /** As it is shown. */
  Map<String, @Nullable Object> form();

  /** Whether it is over. */
  boolean hasEnded();

  /** Waits until it is over. */
  void await(Duration time) throws InterruptedException;

  /** Ends it before it is done. */
  void cancel() throws InterruptedException;
}
