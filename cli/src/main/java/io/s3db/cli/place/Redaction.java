package io.s3db.cli.place;

import java.util.regex.Pattern;

/** Takes credentials out of text that people see. */
public final class Redaction {
  private static final Pattern IN_ADDRESS = Pattern.compile("(\\w:/{2})[^\\s/?#]*@");
  private static final Pattern IN_QUERY =
      Pattern.compile("(?i)([?&](?:secret|token|password|passphrase|sessionToken)=)[^&\\s'\"]+");

  private Redaction() {}

  /** The same text with the credentials of addresses as {@code ***}. */
  public static String of(String text) {
    return IN_QUERY.matcher(IN_ADDRESS.matcher(text).replaceAll("$1***@")).replaceAll("$1***");
  }
}
