package io.s3db.server.http;

import io.s3db.S3dbException;
import io.s3db.server.config.ServerSettings;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;

/** Says in one sentence why an address cannot be listened on. */
final class Listening {
  private Listening() {}

  static S3dbException failed(ServerSettings settings, RuntimeException failure) {
    String address = settings.host() + ":" + settings.port();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof BindException && String.valueOf(each.getMessage()).contains("in use")) {
        return new S3dbException(
            "PORT_IN_USE",
            "The address " + address + " is in use.",
            "Another daemon may be running: stop it, or choose another server.port.",
            failure);
      }
      if (each instanceof BindException || each instanceof UnresolvedAddressException) {
        return new S3dbException(
            "ADDRESS_UNUSABLE",
            "The address " + address + " cannot be listened on: " + each.getMessage() + ".",
            "Check server.host and server.port.",
            failure);
      }
    }
    return new S3dbException(
        "ADDRESS_UNUSABLE",
        "The address " + address + " cannot be listened on: " + failure.getMessage(),
        "Check server.host and server.port.",
        failure);
  }
}
