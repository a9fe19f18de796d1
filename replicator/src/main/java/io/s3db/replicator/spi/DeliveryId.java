package io.s3db.replicator.spi;

import io.s3db.replicator.journal.EventId;

/**
 * The name of one delivery of a change: a change that is mapped twice is two deliveries. Every
 * repetition carries it: it is the deduplication id of messages and the key of a dead letter.
 *
 * @param event the change
 * @param mapping the index of the mapping of its resource, from 0
 */
public record DeliveryId(EventId event, int mapping) {
  /** Reads {@code EVENT.MAPPING}. */
  public static DeliveryId parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("not a delivery id: '" + text + "'");
    }
    return new DeliveryId(
        EventId.parse(text.substring(0, dot)), Integer.parseInt(text, dot + 1, text.length(), 10));
  }

  @Override
  public String toString() {
    return event + "." + mapping;
  }
}
