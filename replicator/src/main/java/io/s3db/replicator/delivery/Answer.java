package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.SinkException;

/** An answer of the destination. */
sealed interface Answer<T> {
  record Done<T>(T value, Permit permit, int attempts) implements Answer<T> {}

  record Refused<T>(SinkException.BatchRefused refusal, Permit permit, int attempts)
      implements Answer<T> {}
}
