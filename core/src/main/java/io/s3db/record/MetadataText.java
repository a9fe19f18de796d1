package io.s3db.record;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Metadata values as printable ASCII: plain, by dictionary ({@code d:}), percent-encoded ({@code
 * u:}) or in base64 ({@code b:}).
 *
 * <p>Every text survives and is read right by s3db.js. Where s3db.js itself would write something
 * that reads back differently, {@code b:} is written, which it understands: for the words {@code
 * null} and {@code undefined}, which would come back as no value; for outer spaces, which HTTP
 * drops; for text that starts like a code of a newer release ({@code z:}, {@code z85:}). Names of
 * JavaScript's own properties and {@code font/woff2} are plain text, where s3db.js writes a code
 * that means something else, and the dictionary is not used where the rest is not ASCII.
 */
public final class MetadataText {
  private static final int MULTI_PERCENT = 30;
  private static final int LATIN_PERCENT = 50;

  private MetadataText() {}

  /** The stored form of a text, or of null. */
  static String encode(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    if (mustHide(value)) {
      return base64(value);
    }
    if (!isPlain(value)) {
      return encodeWide(value);
    }
    String code = MetadataDictionary.encode(value);
    return code == null ? value : code;
  }

  /** The text of a stored form; anything that is no code is the text itself. */
  public static String decode(String stored) {
    if (stored.length() <= 2 || stored.charAt(1) != ':') {
      return stored;
    }
    String rest = stored.substring(2);
    return switch (stored.charAt(0)) {
      case 'd' -> MetadataDictionary.decode(rest).orElse(stored);
      case 'u' -> PercentText.decode(rest).orElse(stored);
      case 'b' -> new String(lenientBase64(rest), StandardCharsets.UTF_8);
      default -> stored;
    };
  }

  private static boolean mustHide(String value) {
    boolean code =
        switch (value.isEmpty() ? '-' : value.charAt(0)) {
          case 'd', 'b' -> value.startsWith(":", 1);
          case 'u' -> value.startsWith(":", 1) || value.equals("undefined");
          case 'z' -> value.startsWith(":", 1) || value.startsWith("z85:");
          case 'n' -> value.equals("null");
          case ' ' -> true;
          default -> false;
        };
    return code || value.endsWith(" ");
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** Whichever of the two is likely to be shorter, by the counts that s3db.js takes. */
  private static String encodeWide(String value) {
    long multi = 0;
    long latin = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      multi += isMulti(c) ? 1 : 0;
      latin += c >= 0x80 && c <= 0xff ? 1 : 0;
    }
    boolean dense =
        multi > 0
            ? multi * 100 > (long) value.length() * MULTI_PERCENT
            : latin * 100 > (long) value.length() * LATIN_PERCENT;
    return dense ? base64(value) : "u:" + PercentText.encode(value);
  }

  private static boolean isMulti(char c) {
    return c < 0x20 || c == 0x7f || c > 0xff;
  }

  private static String base64(String value) {
    return "b:" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** As Node decodes: both alphabets, strange characters skipped, the first = ends it. */
  private static byte[] lenientBase64(String text) {
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || c == '+' || c == '/') {
        clean.append(c);
      } else if (c == '-' || c == '_') {
        clean.append(c == '-' ? '+' : '/');
      }
    }
    if (clean.length() % 4 == 1) {
      clean.setLength(clean.length() - 1);
    }
    return Base64.getDecoder().decode(clean.toString());
  }
}
