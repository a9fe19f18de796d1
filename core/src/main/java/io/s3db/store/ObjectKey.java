package io.s3db.store;

import java.nio.charset.StandardCharsets;

/**
 * The name of an object, relative to the prefix of the database.
 *
 * <p>Slashes separate segments; the first character is not one, and no segment is empty, {@code .}
 * or {@code ..}, so that a key means the same in a bucket and in a directory.
 *
 * @param value the key, 1 to 1,024 bytes in UTF-8
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /** The most bytes a key has in UTF-8. */
  public static final int MAX_BYTES = 1024;

  /** Checks the key. */
  public ObjectKey {
    int longest = 3 * value.length();
    int bytes = longest <= MAX_BYTES ? longest : value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "key '" + value + "' has " + bytes + " bytes: 1 to " + MAX_BYTES + " are allowed");
    }
    int start = 0;
    for (int end = value.indexOf('/'); end >= 0; end = value.indexOf('/', start)) {
      checkSegment(value, start, end);
      start = end + 1;
    }
    checkSegment(value, start, value.length());
  }

  private static void checkSegment(String value, int start, int end) {
    int length = end - start;
    boolean dots =
        length > 0 && length <= 2 && value.charAt(start) == '.' && value.charAt(end - 1) == '.';
    if (length == 0 || dots) {
      throw new IllegalArgumentException(
          "key '" + value + "' has an empty, '.' or '..' segment: it would name another object");
    }
  }

  /** The key of this text. */
  public static ObjectKey of(String value) {
    return new ObjectKey(value);
  }

  /** Compares by the bytes of UTF-8, the order in which every store lists. */
  @Override
  public int compareTo(ObjectKey other) {
    return compareUtf8(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  /** Compares two texts by their UTF-8 bytes without encoding them. */
  public static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above U+FFFF, which sort last in UTF-8.
        boolean highX = Character.isSurrogate(x);
        boolean highY = Character.isSurrogate(y);
        return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
