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
    return MetadataDictionary.encode(value)
        .filter(MetadataText::isPlain)
        .orElseGet(() -> isPlain(value) ? value : encodeWide(value));
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
    return value.startsWith("d:")
        || value.startsWith("u:")
        || value.startsWith("b:")
        || value.startsWith("z:")
        || value.startsWith("z85:")
        || value.startsWith(" ")
        || value.endsWith(" ")
        || value.equals("null")
        || value.equals("undefined");
  }

  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }

  /** Whichever of the two is likely to be shorter, by the counts that s3db.js takes. */
  private static String encodeWide(String value) {
    long multi = value.chars().filter(MetadataText::isMulti).count();
    long latin = value.chars().filter(c -> c >= 0x80 && c <= 0xff).count();
    boolean dense =
        multi > 0
            ? multi * 100 > (long) value.length() * MULTI_PERCENT
            : latin * 100 > (long) value.length() * LATIN_PERCENT;
    return dense ? base64(value) : "u:" + PercentText.encode(value);
  }

  private static boolean isMulti(int c) {
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
