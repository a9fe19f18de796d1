package io.s3db.cli.place;

import io.s3db.S3dbException;
import io.s3db.server.config.Configuration;
import java.util.function.Supplier;

/** Says where to turn if a daemon has what a command needs. */
public final class Occupied {
  private static final String LOCKED = "JOURNAL_LOCKED";

  private Occupied() {}

  /**
   * What an action gives.
   *
   * @param configuration of the daemon that may be running
   * @throws S3dbException naming the daemon's address if its journal is in use
   */
  public static <T> T told(Configuration configuration, Supplier<T> action) {
    try {
      return action.get();
    } catch (S3dbException e) {
      if (!e.code().equals(LOCKED)) {
        throw e;
      }
      throw new S3dbException(
          LOCKED,
          what(e),
          "If that is the daemon of this file, turn to it with "
              + address(configuration)
              + "; else stop it first.",
          e);
    }
  }

  private static String what(S3dbException locked) {
    String message = String.valueOf(locked.getMessage());
    return locked.suggestion().map(each -> message.replace(each, "").strip()).orElse(message);
  }

  private static String address(Configuration configuration) {
    int port = configuration.server().port();
    String host = configuration.server().host();
    String shown = host.matches("0\\.0\\.0\\.0|::") ? "127.0.0.1" : host;
    return "--url http://"
        + (shown.contains(":") ? "[" + shown + "]" : shown)
        + ":"
        + (port == 0 ? "PORT" : String.valueOf(port));
  }
}
