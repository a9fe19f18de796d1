package io.s3db.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What happens with a record whose fields do not fit the 2,048 bytes of metadata an object may
 * have.
 *
 * <p>Sizes are those of the encoded form, names and values as they are sent.
 */
public enum Behavior {
  /** All fields in metadata; a record that does not fit moves to the body as a whole. */
  USER_MANAGED("user-managed"),
  /** All fields in metadata; a record that does not fit is refused. */
  ENFORCE_LIMITS("enforce-limits"),
  /** All fields in metadata; the longest text is cut, what still does not fit is dropped. */
  TRUNCATE_DATA("truncate-data"),
  /** Small fields in metadata, those that no longer fit in the body. */
  BODY_OVERFLOW("body-overflow"),
  /** All fields in the body. */
  BODY_ONLY("body-only");

  private final String word;

  Behavior(String word) {
    this.word = word;
  }

  /** The word that the catalogue uses, such as {@code user-managed}. */
  public String word() {
    return word;
  }

  /**
   * The behaviour of a word.
   *
   * @throws IllegalArgumentException naming the words there are, if it is none of them
   */
  public static Behavior parse(String word) {
    return Arrays.stream(values())
        .filter(behavior -> behavior.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no behaviour '" + word + "'; use one of " + words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(Behavior::word).collect(Collectors.joining(", "));
  }
}
