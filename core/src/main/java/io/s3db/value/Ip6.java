package io.s3db.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 address: base64 of its sixteen bytes.
 *
 * <p>Read back in short form: the longest run of at least two zero groups, the first on a tie, is
 * {@code ::}. An address with a zone has no stored form, because the zone would be lost.
 */
final class Ip6 implements ShortForm {
  private static final int GROUPS = 8;
  private static final int BYTES = 16;

  @Override
  public String what() {
    return "an IPv6 address without a zone";
  }

  @Override
  public @Nullable Object normal(Object value) {
    int[] groups = value instanceof String text ? parse(text) : null;
    return groups == null ? null : text(groups);
  }

  @Override
  public @Nullable String encode(Object value) {
    int[] groups = value instanceof String text ? parse(text) : null;
    if (groups == null) {
      return null;
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < GROUPS; i++) {
      bytes[2 * i] = (byte) (groups[i] >> 8);
      bytes[2 * i + 1] = (byte) groups[i];
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public @Nullable Object decode(String stored) {
    byte[] bytes = Bytes.strict(stored);
    if (bytes == null || bytes.length != BYTES) {
      return null;
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 255) << 8 | (bytes[2 * i + 1] & 255);
    }
    return text(groups);
  }

  private static int @Nullable [] parse(String text) {
    int gap = text.indexOf("::");
    List<Integer> front = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    List<Integer> back = groups(gap < 0 ? "" : text.substring(gap + 2), true);
    if (front == null || back == null) {
      return null;
    }
    int missing = GROUPS - front.size() - back.size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return null;
    }
    int[] all = new int[GROUPS];
    for (int i = 0; i < front.size(); i++) {
      all[i] = front.get(i);
    }
    for (int i = 0; i < back.size(); i++) {
      all[GROUPS - back.size() + i] = back.get(i);
    }
    return all;
  }

  /** Groups between colons; the last may be an IPv4 address where the text ends. */
  private static @Nullable List<Integer> groups(String text, boolean ends) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return groups;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      byte[] four = ends && i == parts.length - 1 ? Ip4.parse(parts[i]) : null;
      if (four != null) {
        groups.add((four[0] & 255) << 8 | (four[1] & 255));
        groups.add((four[2] & 255) << 8 | (four[3] & 255));
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        groups.add(Integer.parseInt(parts[i], 16));
      } else {
        return null;
      }
    }
    return groups;
  }

  private static String text(int[] groups) {
    int start = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return length < 2
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
  }

  private static String joined(int[] groups, int from, int to) {
    return String.join(
        ":", Arrays.stream(groups, from, to).mapToObj(Integer::toHexString).toList());
  }
}
