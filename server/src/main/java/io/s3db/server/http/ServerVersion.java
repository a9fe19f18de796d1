package io.s3db.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this program, as the build wrote it down. */
final class ServerVersion {
  private static final String TEXT = read();

  private ServerVersion() {}

  static String text() {
    return TEXT;
  }

  private static String read() {
    try (InputStream in =
        Objects.requireNonNull(
            ServerVersion.class.getResourceAsStream("/io/s3db/server/version.properties"))) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
