package io.s3db;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes when told. */
final class ManualTime implements InstantSource {
  private final AtomicReference<Instant> now;

  ManualTime(String now) {
    this.now = new AtomicReference<>(Instant.parse(now));
  }

  void advanceMillis(long millis) {
    now.updateAndGet(time -> time.plusMillis(millis));
  }

  void set(String time) {
    now.set(Instant.parse(time));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
