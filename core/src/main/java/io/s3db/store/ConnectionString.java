package io.s3db.store;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database, in the forms s3db.js reads.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><th>form</th><th>is</th></tr>
 * <tr><td>{@code s3://KEY:SECRET@bucket/prefix?region=eu-west-1}</td><td>a bucket at Amazon</td></tr>
 * <tr><td>{@code https://KEY:SECRET@host:9000/bucket/prefix}</td><td>a bucket elsewhere</td></tr>
 * <tr><td>{@code file:///absolute/directory}, {@code file://./relative}</td><td>a directory</td></tr>
 * <tr><td>{@code memory://bucket/prefix}</td><td>the memory of this process</td></tr>
 * </table>
 *
 * <p>Key and secret are percent-decoded: a {@code /}, {@code +}, {@code =} or {@code @} in them is
 * written {@code %2F}, {@code %2B}, {@code %3D}, {@code %40}. Without them the usual chain of the
 * vendor is asked (environment, profile, role). The prefix of a bucket is not decoded, as in
 * s3db.js. Unlike there, {@code region} and {@code forcePathStyle} have an effect.
 *
 * <p>{@code toString} shows the address without credentials and options.
 */
public sealed interface ConnectionString {
  /** What the query part says, without credentials. */
  ConnectionOptions options();

  /**
   * Reads an address.
   *
   * @throws io.s3db.S3dbException if it is not one; the message shows no credentials
   */
  static ConnectionString parse(String text) {
    return ConnectionStringParser.parse(text);
  }

  /**
   * A bucket of Amazon or of a compatible server.
   *
   * @param scheme {@code s3}, {@code http} or {@code https}
   * @param bucket its name
   * @param keyPrefix the start of all keys, as written; see {@link #segments}
   * @param endpoint of the server, without the bucket
   * @param region the requests are signed for
   * @param pathStyle whether the bucket is named in the path instead of the host
   * @param credentials or null for the vendor's usual chain
   * @param options the rest of the query
   */
  record Bucket(
      String scheme,
      String bucket,
      String keyPrefix,
      URI endpoint,
      String region,
      boolean pathStyle,
      @Nullable Credentials credentials,
      ConnectionOptions options)
      implements ConnectionString {
    @Override
    public String toString() {
      return scheme.equals("s3")
          ? "s3://" + bucket + path(keyPrefix)
          : endpoint + "/" + bucket + path(keyPrefix);
    }
  }

  /**
   * A directory.
   *
   * @param path absolute
   * @param options the query
   */
  record Directory(Path path, ConnectionOptions options) implements ConnectionString {
    @Override
    public String toString() {
      return "file://" + path;
    }
  }

  /**
   * The memory of this process.
   *
   * @param bucket stores of the same bucket share their objects
   * @param keyPrefix the start of all keys
   * @param options the query
   */
  record Memory(String bucket, String keyPrefix, ConnectionOptions options)
      implements ConnectionString {
    @Override
    public String toString() {
      return "memory://" + bucket + path(keyPrefix);
    }
  }

  /**
   * Keys to a bucket; {@code toString} hides them.
   *
   * @param accessKeyId names the key
   * @param secretAccessKey signs with it
   * @param sessionToken of temporary credentials, or null
   */
  record Credentials(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    @Override
    public String toString() {
      return "Credentials[***]";
    }
  }

  /**
   * The prefix that is put before every key: no slash at the start, one at the end, none doubled;
   * empty if there is none.
   */
  static String segments(String keyPrefix) {
    String joined = keyPrefix.replaceAll("/+", "/").replaceAll("^/|/$", "");
    return joined.isEmpty() ? "" : joined + "/";
  }

  private static String path(String keyPrefix) {
    return keyPrefix.isEmpty() ? "" : "/" + keyPrefix;
  }
}
