package io.s3db.store;

/**
 * What a store says identifies the state of an object: two equal tags, the same state.
 *
 * <p>A bucket's tag covers the body alone; the stores in memory and in a directory cover the
 * metadata too. Treat it as opaque.
 *
 * @param value the tag, without quotes
 */
public record ETag(String value) {
  @Override
  public String toString() {
    return value;
  }
}
