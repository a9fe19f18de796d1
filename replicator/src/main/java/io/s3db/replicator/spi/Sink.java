package io.s3db.replicator.spi;

import io.s3db.Document;
import java.util.List;
import java.util.Map;

/**
 * A destination, opened.
 *
 * <p>A driver writes what it is given, in the order given, and says plainly what happened. It never
 * swallows a failure, never sleeps, never retries by itself, and never guesses: if it does not know
 * whether a batch took effect it throws {@link SinkException.Unavailable}, and the batch comes
 * again with the same ids and versions. So writes are idempotent: a repetition changes nothing, and
 * an older version never overwrites a newer one (a write applies if its version is greater <em>or
 * equal</em>).
 *
 * <p>Called by several threads at once, each with other keys. An interrupt ends a blocked call.
 */
public interface Sink extends AutoCloseable {
  /** What kind of destination it is. Does not change. */
  SinkTraits traits();

  /**
   * Learns the key of a target, and makes ready for it (creates the table, adds columns) where it
   * may. Called before the first row of a route is written, and again after the route was paused.
   *
   * @param sample a row of the route
   */
  KeyFields prepare(Target target, Document sample) throws SinkException, InterruptedException;

  /**
   * Writes a batch.
   *
   * @param batch deliveries of prepared targets; for a mirror no key occurs twice
   * @return the refused ones; all others are durable at the destination
   * @throws SinkException if the batch failed as a whole
   */
  List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException;

  /**
   * How many requests a write of these deliveries makes, for those who limit requests. One, unless
   * a driver sends less than a batch with each.
   */
  default int requests(List<Delivery> batch) {
    return 1;
  }

  /** Asks the destination whether it is there and lets us in, as cheaply as possible. */
  void probe() throws SinkException, InterruptedException;

  /**
   * Counters of this driver since it was opened, by stable names such as {@code reconnects}. They
   * only grow. Cheap, never waits.
   */
  default Map<String, Long> metrics() {
    return Map.of();
  }

  /** Closes connections. Idempotent. */
  @Override
  void close();
}
