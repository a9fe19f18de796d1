package io.s3db.server.http;

import io.s3db.server.config.Loopback;
import io.s3db.server.config.ServerSettings;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names a request may call this daemon by. A page that makes its own name point here (DNS
 * rebinding) is turned away by it.
 */
final class Hosts {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]/@]+)(:\\d{1,5})?");
  private static final Pattern IP4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final Set<String> names = new HashSet<>();
  private final boolean anyNumber;

  Hosts(ServerSettings settings) {
    names.add(settings.host().toLowerCase(Locale.ROOT));
    settings.allowedHosts().forEach(each -> names.add(each.toLowerCase(Locale.ROOT)));
    this.anyNumber = !Loopback.is(settings.host());
  }

  boolean accepts(String authority) {
    var parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return false;
    }
    String host = parts.group(1).toLowerCase(Locale.ROOT);
    return Loopback.is(host)
        || names.contains(host)
        || names.contains(host.replaceAll("[\\[\\]]", ""))
        || (anyNumber && (host.startsWith("[") || IP4.matcher(host).matches()));
  }
}
