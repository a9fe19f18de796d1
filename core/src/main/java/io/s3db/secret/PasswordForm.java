package io.s3db.secret;

import io.s3db.value.Base62;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Password hashes in the short form in which s3db.js stores them, and in their usual one.
 *
 * <p>{@code $2b$12$<53 characters>} is stored as {@code $c$<53 characters>}, {@code
 * $argon2id$v=19$m=1024,t=2,p=1$salt$hash} as {@code $j|a|2|1$salt$hash}, where numbers are base 62
 * and the memory is its power of two.
 */
final class PasswordForm {
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$([./A-Za-z0-9]{53})");
  private static final Pattern SHORT_BCRYPT =
      Pattern.compile("\\$([0-9a-v])\\$([./A-Za-z0-9]{53})");
  private static final String SALT_AND_HASH = "(\\$[A-Za-z0-9+/]+\\$[A-Za-z0-9+/]+)";
  private static final Pattern ARGON2 =
      Pattern.compile(
          "\\$argon2id\\$v=(\\d{1,3})\\$m=(\\d{1,9}),t=(\\d{1,6}),p=(\\d{1,3})" + SALT_AND_HASH);
  private static final Pattern SHORT_ARGON2 =
      Pattern.compile(
          "\\$([0-9a-zA-Z]{1,2})\\|([0-9a-v])\\|([0-9a-zA-Z]{1,4})\\|([0-9a-zA-Z]{1,2})"
              + SALT_AND_HASH);

  private PasswordForm() {}

  /** Whether a text is a hash in one of the forms. */
  static boolean isHash(String text) {
    return text.startsWith("$") && shortened(text).isPresent();
  }

  /** The stored form of a hash in any form; nothing if it is none, or has no stored form. */
  static Optional<String> shortened(String hash) {
    if (SHORT_BCRYPT.matcher(hash).matches() || SHORT_ARGON2.matcher(hash).matches()) {
      return Optional.of(hash);
    }
    Matcher bcrypt = BCRYPT.matcher(hash);
    if (bcrypt.matches()) {
      return Optional.of("$" + digits(bcrypt.group(1)) + "$" + bcrypt.group(2));
    }
    Matcher argon = ARGON2.matcher(hash);
    if (!argon.matches() || Integer.bitCount(Integer.parseInt(argon.group(2))) != 1) {
      return Optional.empty();
    }
    int power = Integer.numberOfTrailingZeros(Integer.parseInt(argon.group(2)));
    return Optional.of(
        "$%s|%s|%s|%s%s"
            .formatted(
                digits(argon.group(1)),
                Base62.encode(power),
                digits(argon.group(3)),
                digits(argon.group(4)),
                argon.group(5)));
  }

  /** The usual form of a hash in any form; nothing if it is none. */
  static Optional<String> expanded(String hash) {
    Matcher bcrypt = SHORT_BCRYPT.matcher(hash);
    if (bcrypt.matches()) {
      return Optional.of("$2b$%02d$%s".formatted(number(bcrypt.group(1)), bcrypt.group(2)));
    }
    Matcher argon = SHORT_ARGON2.matcher(hash);
    if (argon.matches()) {
      return Optional.of(
          "$argon2id$v=%d$m=%d,t=%d,p=%d%s"
              .formatted(
                  number(argon.group(1)),
                  1L << number(argon.group(2)),
                  number(argon.group(3)),
                  number(argon.group(4)),
                  argon.group(5)));
    }
    return BCRYPT.matcher(hash).matches() || ARGON2.matcher(hash).matches()
        ? Optional.of(hash)
        : Optional.empty();
  }

  private static String digits(String decimal) {
    return Base62.encode(Integer.parseInt(decimal));
  }

  private static long number(String digits) {
    return (long) Base62.decode(digits);
  }
}
