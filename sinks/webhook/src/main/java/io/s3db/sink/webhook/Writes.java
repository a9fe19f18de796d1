package io.s3db.sink.webhook;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import java.util.List;

/** How deliveries become requests. */
interface Writes {
  /** Sends all; as {@link Sink#write}. */
  List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException;

  /** How many requests that makes. */
  int requests(List<Delivery> batch);
}
