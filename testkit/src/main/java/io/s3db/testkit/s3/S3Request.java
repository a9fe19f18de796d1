package io.s3db.testkit.s3;

import org.jspecify.annotations.Nullable;

/**
 * A request that reached the fake server.
 *
 * @param number from 1, in the order of arrival
 * @param kind what is asked
 * @param bucket the first segment of the path
 * @param key the object's key, or the prefix of a listing
 * @param ifMatch the header without quotes, or null
 * @param ifNoneMatch the header without quotes, or null
 */
public record S3Request(
    int number,
    Kind kind,
    String bucket,
    String key,
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch) {
  /** What is asked of the server. */
  public enum Kind {
    /** GetObject. */
    GET,
    /** HeadObject. */
    HEAD,
    /** PutObject. */
    PUT,
    /** DeleteObject. */
    DELETE,
    /** ListObjectsV2. */
    LIST,
    /** Anything else: answered with 501. */
    OTHER;

    /** Whether it changes an object. */
    public boolean writes() {
      return this == PUT || this == DELETE;
    }
  }
}
