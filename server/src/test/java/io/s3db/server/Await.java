package io.s3db.server;

import java.time.Duration;

/** How long tests wait for what must happen: long, because machines are busy. */
public final class Await {
  public static final Duration LONG = Duration.ofSeconds(60);

  private Await() {}
}
