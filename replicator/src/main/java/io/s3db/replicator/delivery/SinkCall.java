package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.SinkException;

/** Something asked of a destination. */
@FunctionalInterface
interface SinkCall<T> {
  T run() throws SinkException, InterruptedException;
}
