package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The HTTP proxy that requests go through. */
record ProxyAddress(String host, int port) {
  /** Reads {@code proxy}: {@code { host, port }}, or {@code http://host:port}. */
  static @Nullable ProxyAddress read(Options options) {
    Object value = options.value("proxy");
    return switch (value) {
      case null -> null;
      case String text -> parse(options, text);
      default -> {
        Options proxy = options.nested("proxy");
        ProxyAddress read = new ProxyAddress(proxy.requiredText("host"), port(proxy));
        proxy.finish();
        yield read;
      }
    };
  }

  private static int port(Options proxy) {
    Object value = proxy.value("port");
    if (value == null) {
      proxy.problem("port", "is required");
    } else if (!(value instanceof Number)) {
      proxy.problem("port", "must be a number from 1 to 65535"); // a text may be a login
    }
    return value instanceof Number ? proxy.count("port", 0, 1, 65_535) : 0;
  }

  private static @Nullable ProxyAddress parse(Options options, String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if (uri.getRawUserInfo() != null) {
        options.problem("proxy", "must not hold credentials: they are not supported");
      } else if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
        return new ProxyAddress(uri.getHost(), uri.getPort());
      } else {
        options.problem("proxy", "must be http://host:port, or an object with host and port");
      }
    } catch (URISyntaxException _) {
      options.problem("proxy", "must be http://host:port, or an object with host and port");
    }
    return null;
  }

  /** How the client is told. */
  ProxySelector selector() {
    return ProxySelector.of(InetSocketAddress.createUnresolved(host, port));
  }
}
