package io.s3db.store;

/**
 * What a store says identifies the state of an object: two equal tags, the same state.
 *
 * <p>A bucket's tag covers the body alone; the store in a directory covers the metadata too, and
 * the one in memory tells every write from every other. Treat it as opaque.
 *
 * @param value the tag, without quotes
 */
public record ETag(String value) {
  @Override
  public String toString() {
    return value;
  }
}
