package io.s3db.replicator.spi;

/**
 * Keeps contents that are too large for a message beside the records of the source database, for 14
 * days.
 */
public interface Claims {
  /**
   * Stores the content of a delivery; durable on return. A repetition with the same bytes gives the
   * same claim.
   *
   * @throws SinkException.Unavailable if the source's store cannot take it now
   */
  Claim keep(Delivery delivery, byte[] content) throws SinkException;
}
