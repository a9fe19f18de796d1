package io.s3db.testkit.bigquery;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The order of changes: up to four sections of at most 16 hexadecimal digits, compared one after
 * the other as unsigned numbers.
 *
 * @see <a
 *     href="https://cloud.google.com/bigquery/docs/change-data-capture#manage_custom_ordering">Custom
 *     ordering</a>
 */
final class SequenceNumbers implements Comparator<String> {
  private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{1,16}(/[0-9a-fA-F]{1,16}){0,3}");

  static boolean isWellFormed(String number) {
    return FORM.matcher(number).matches();
  }

  @Override
  public int compare(String left, String right) {
    String[] a = left.split("/");
    String[] b = right.split("/");
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = Long.compareUnsigned(section(a, i), section(b, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static long section(String[] sections, int index) {
    return index < sections.length ? Long.parseUnsignedLong(sections[index], 16) : 0;
  }
}
