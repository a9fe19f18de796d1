package io.s3db;

import java.util.Locale;

/** What a committed write did to a record. */
public enum Operation {
  /** The record did not exist before. */
  INSERT,
  /** The record existed and has other fields now. */
  UPDATE,
  /** The record is gone. */
  DELETE;

  /**
   * The word used in configuration, messages and logs: {@code insert}, {@code update}, {@code
   * delete}.
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code insert} or {@code inserted}, and so on, whatever the case.
   *
   * @throws IllegalArgumentException naming the word, if it is none of the six
   */
  public static Operation parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "insert", "inserted" -> INSERT;
      case "update", "updated" -> UPDATE;
      case "delete", "deleted" -> DELETE;
      default ->
          throw new IllegalArgumentException(
              "unknown action '" + word + "': use insert, update or delete");
    };
  }
}
