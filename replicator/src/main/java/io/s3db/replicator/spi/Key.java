package io.s3db.replicator.spi;

import io.s3db.Document;

/**
 * The key of a row at the destination.
 *
 * @param fields the key fields and their values, in the order of {@link KeyFields}
 */
public record Key(Document fields) {
  /** The key as text, equal for equal keys: JSON of the fields. */
  public String text() {
    return fields.toJson();
  }

  @Override
  public String toString() {
    return text();
  }
}
