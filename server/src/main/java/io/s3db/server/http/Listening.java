package io.s3db.server.http;

import io.s3db.S3dbException;
import io.s3db.server.config.ServerSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.UnresolvedAddressException;

/** Says in one sentence why an address cannot be listened on. */
final class Listening {
  private Listening() {}

  /** Takes the address for a moment: the web server does not tell why it could not. */
  static void check(ServerSettings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException | UnresolvedAddressException e) {
      throw failed(settings, e);
    }
  }

  static S3dbException failed(ServerSettings settings, Exception failure) {
    String address = settings.host() + ":" + settings.port();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof BindException && String.valueOf(each.getMessage()).contains("in use")) {
        return new S3dbException(
            "PORT_IN_USE",
            "The address " + address + " is in use.",
            "Another daemon may be running: stop it, or choose another server.port.",
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
