package io.s3db.value;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An IPv4 address: base64 of its four bytes. */
final class Ip4 implements ShortForm {
  static final int PARTS = 4;
  private static final int STORED = 8;

  @Override
  public String what() {
    return "an IPv4 address";
  }

  @Override
  public @Nullable Object normal(Object value) {
    byte[] bytes = value instanceof String text ? parse(text) : null;
    return bytes == null ? null : text(bytes);
  }

  @Override
  public @Nullable String encode(Object value) {
    byte[] bytes = value instanceof String text ? parse(text) : null;
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public @Nullable Object decode(String stored) {
    byte[] bytes = stored.length() == STORED ? Bytes.strict(stored) : null;
    return bytes == null || bytes.length != PARTS ? null : text(bytes);
  }

  /** Four bytes, or null; zeros in front of a part do not make it octal. */
  static byte @Nullable [] parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS) {
      return null;
    }
    byte[] bytes = new byte[PARTS];
    for (int i = 0; i < PARTS; i++) {
      boolean digits = Digits.areDecimal(parts[i]) && parts[i].length() <= 3;
      int number = digits ? Integer.parseInt(parts[i]) : 256;
      if (number > 255) {
        return null;
      }
      bytes[i] = (byte) number;
    }
    return bytes;
  }

  static String text(byte[] bytes) {
    return (bytes[0] & 255)
        + "."
        + (bytes[1] & 255)
        + "."
        + (bytes[2] & 255)
        + "."
        + (bytes[3] & 255);
  }
}
