package io.s3db.replicator.spi;

/**
 * What kind of destination a sink is.
 *
 * @param mirror whether it holds the latest state of records (then a superseded change need not be
 *     sent), or tells of every change
 * @param keyOncePerBatch whether a batch must not hold two changes of one record (always so for
 *     mirrors)
 * @param maxBytes the most bytes of JSON of a batch that are worth sending at once
 */
public record SinkTraits(boolean mirror, boolean keyOncePerBatch, long maxBytes) {
  /** A destination that holds the latest state. */
  public static SinkTraits mirror(long maxBytes) {
    return new SinkTraits(true, true, maxBytes);
  }

  /** A destination that is told every change. */
  public static SinkTraits events(boolean keyOncePerBatch, long maxBytes) {
    return new SinkTraits(false, keyOncePerBatch, maxBytes);
  }
}
