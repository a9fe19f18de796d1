package io.s3db.s3;

import io.s3db.store.ConnectionOptions;
import io.s3db.store.ConnectionString;
import java.time.Duration;
import java.util.Set;

/**
 * How the client talks to the server; from the query of the connection string.
 *
 * @param maxConnections open at the same time; further requests wait for one
 * @param connectTimeout for making a connection, and for waiting for a free one
 * @param requestTimeout for one attempt, from its start to the end of its answer
 */
record S3Options(int maxConnections, Duration connectTimeout, Duration requestTimeout) {
  private static final Set<String> KNOWN =
      Set.of("region", "forcePathStyle", "maxConnections", "connectTimeout", "requestTimeout");

  private static final long SLOWEST_BYTES_A_SECOND = 256 << 10;

  /** For one attempt to send so many bytes. */
  Duration timeoutFor(long bytes) {
    return requestTimeout.plusSeconds(bytes / SLOWEST_BYTES_A_SECOND);
  }

  static S3Options of(ConnectionString.Bucket address) {
    ConnectionOptions options = address.options();
    options.refuseUnknown(address.toString(), KNOWN);
    return new S3Options(
        options.count("maxConnections", 64),
        options.duration("connectTimeout", Duration.ofSeconds(5)),
        options.duration("requestTimeout", Duration.ofSeconds(30)));
  }
}
