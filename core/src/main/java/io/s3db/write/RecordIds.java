package io.s3db.write;

import io.s3db.S3dbException;
import io.s3db.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Ids of records: which texts may be one, and new ones. */
public final class RecordIds {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";

  private RecordIds() {}

  /** A random id of so many characters: letters, digits, {@code -} and {@code _}. */
  public static String generate(RandomGenerator random, int size) {
    StringBuilder id = new StringBuilder(size);
    for (int i = 0; i < size; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** Passes if the id can be part of a key. */
  static void check(String resource, @Nullable String id, String prefix) {
    if (id == null) {
      throw invalid(resource, id, "it is null");
    }
    if (id.isEmpty()) {
      throw invalid(resource, id, "it is empty");
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '/' || c == '\\' || c == '=' || c == '%') {
        throw invalid(resource, id, "it contains '" + c + "'");
      }
    }
    if (hasHalfPair(id)) {
      throw invalid(resource, id, "it contains half a surrogate pair, which has no UTF-8 form");
    }
    int longest = 3 * (prefix.length() + id.length());
    int bytes =
        longest <= ObjectKey.MAX_BYTES
            ? longest
            : (prefix + id).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ObjectKey.MAX_BYTES) {
      throw invalid(
          resource,
          id,
          "its key would have " + bytes + " bytes, and a store takes " + ObjectKey.MAX_BYTES);
    }
  }

  private static boolean hasHalfPair(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < id.length()
                && Character.isLowSurrogate(id.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static S3dbException invalid(String resource, @Nullable String id, String why) {
    return new S3dbException(
        "INVALID_ID",
        "'" + id + "' cannot be the id of a record of '" + resource + "': " + why + ".",
        "Use any other text without / \\ = and %.");
  }
}
