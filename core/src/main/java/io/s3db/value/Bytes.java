package io.s3db.value;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes, as their standard base64 with padding: the stored text is the value. */
final class Bytes implements ShortForm {
  @Override
  public String what() {
    return "bytes in standard base64 with padding";
  }

  @Override
  public @Nullable Object normal(Object value) {
    return value instanceof String text && strict(text) != null ? text : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    return (String) normal(value);
  }

  @Override
  public @Nullable Object decode(String stored) {
    return stored;
  }

  /** The bytes of base64 that is the only one for them, or null. */
  static byte @Nullable [] strict(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
