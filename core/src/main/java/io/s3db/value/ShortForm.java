package io.s3db.value;

import org.jspecify.annotations.Nullable;

/**
 * A kind of value that has a short stored text.
 *
 * <p>What {@link #encode} gives, {@link #decode} reads back as the same value in its normal form. A
 * value that would not come back has no stored text. Immutable, safe for many threads.
 */
public interface ShortForm {
  /** What a value must be, for messages: {@code "an IPv4 address"}. */
  String what();

  /** The value in normal form, or null if it is none of this kind. */
  @Nullable Object normal(Object value);

  /** The stored text of a value, or null if there is none that reads back as the value. */
  @Nullable String encode(Object value);

  /** The value of a stored text, or null if no value is stored so. */
  @Nullable Object decode(String stored);
}
