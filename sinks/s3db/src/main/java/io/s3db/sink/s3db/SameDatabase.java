package io.s3db.sink.s3db;

import io.s3db.S3dbException;
import io.s3db.store.ConnectionString;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** Whether two addresses without credentials name one database. */
final class SameDatabase {
  private SameDatabase() {}

  /**
   * Directories are the same if they are after all links; buckets, if server, name and prefix are,
   * however they are spelt.
   */
  static boolean is(String source, String target) {
    return normal(source).equals(normal(target));
  }

  private static String normal(String address) {
    try {
      return switch (ConnectionString.parse(address)) {
        case ConnectionString.Directory directory -> "file://" + real(directory.path());
        case ConnectionString.Memory memory ->
            "memory://" + memory.bucket() + "/" + ConnectionString.segments(memory.keyPrefix());
        case ConnectionString.Bucket bucket ->
            server(bucket.endpoint())
                + "/"
                + bucket.bucket()
                + "/"
                + ConnectionString.segments(bucket.keyPrefix());
      };
    } catch (S3dbException _) {
      // A store that was passed in by the application may describe itself in words.
      return address;
    }
  }

  /** A bucket of Amazon has the same name in every region; elsewhere the server tells. */
  private static String server(URI endpoint) {
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    if (host.matches("s3([.-].*)?\\.amazonaws\\.com(\\.cn)?")) {
      return "amazon";
    }
    int usual = "http".equals(endpoint.getScheme()) ? 80 : 443;
    int port = endpoint.getPort() < 0 ? usual : endpoint.getPort();
    return (host.equals("localhost") ? "127.0.0.1" : host) + ":" + port;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }
}
