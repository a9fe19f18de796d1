package io.s3db.server.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses only this machine can reach. Names are not looked up. */
public final class Loopback {
  private static final Pattern IP4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private Loopback() {}

  /** Whether a host, as it stands in a configuration or a header, is this machine alone. */
  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || IP4.matcher(name).matches();
  }
}
