package io.s3db.sink.webhook;

import io.s3db.replicator.options.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go.
 *
 * @param uri without credentials and fragment; its query may hold a token
 * @param shown for people: without query
 * @param credentials of the URL, {@code user:password}
 */
record ReceiverUrl(URI uri, String shown, Optional<Secret> credentials) {
  /** Stands in for a URL that could not be read. */
  static final ReceiverUrl NONE = new ReceiverUrl(URI.create("http://none/"), "", Optional.empty());

  /**
   * Hosts that end with a number are addresses; some resolvers also take forms that others do not
   * know, such as hexadecimal ones.
   */
  private static final Pattern NUMBER =
      Pattern.compile("(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(.*\\.)?\\d[^.]*\\.?");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a text that follows the name of the option, and holds
   *     nothing of the URL
   */
  static ReceiverUrl parse(String text) {
    URI given = syntax(text.strip());
    String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("must begin with https:// or http://");
    }
    String host = given.getHost();
    if (host == null || NUMBER.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "must name a host of letters, digits, '-' and '.', or an address such as 203.0.113.7 or"
              + " [2001:db8::7]");
    }
    if (given.getPort() == 0 || given.getPort() > 65_535) {
      throw new IllegalArgumentException("must have a port from 1 to 65535");
    }
    String path = given.getRawPath().isEmpty() ? "/" : given.getRawPath();
    String port = given.getPort() < 0 ? "" : ":" + given.getPort();
    String shown = scheme + "://" + host.toLowerCase(Locale.ROOT) + port + path;
    String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
    return new ReceiverUrl(URI.create(shown + query), shown, credentials(given.getRawUserInfo()));
  }

  private static URI syntax(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1), e);
    }
  }

  private static Optional<Secret> credentials(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return Optional.empty();
    }
    String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return Optional.of(new Secret(plain.contains(":") ? plain : plain + ":"));
  }

  /** The host; an IPv6 address without its brackets. */
  String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port, that of the scheme if none is given. */
  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return isEncrypted() ? 443 : 80;
  }

  /** Whether it is {@code https}. */
  boolean isEncrypted() {
    return uri.getScheme().equals("https");
  }

  @Override
  public String toString() {
    return shown;
  }
}
