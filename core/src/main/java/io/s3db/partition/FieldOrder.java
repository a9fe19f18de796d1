package io.s3db.partition;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a partition's fields in its keys: that of JavaScript's {@code localeCompare}, which
 * is the root collation of Unicode (<a href="https://www.unicode.org/reports/tr35/">CLDR</a>).
 *
 * <p>All characters are compared first by their kind ({@code _} before {@code -} before {@code .}
 * before digits before letters), then by their accents, then by their case, lower before upper.
 * Names of printable ASCII and of Latin letters with the usual accents are known here; a library of
 * thirteen megabytes would be needed for the others.
 */
final class FieldOrder implements Comparator<String> {
  private static final String PRIMARY =
      " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

  /** Acute, grave, breve, circumflex, caron, ring, diaeresis, double acute, tilde, dot, tails. */
  private static final String MARKS =
      "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0327\u0328\u0304";

  /** Whether the place of a name is known. */
  static boolean knows(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .chars()
        .allMatch(c -> MARKS.indexOf(c) >= 0 || primary((char) c) > 0);
  }

  @Override
  public int compare(String a, String b) {
    String x = Normalizer.normalize(a, Normalizer.Form.NFD);
    String y = Normalizer.normalize(b, Normalizer.Form.NFD);
    int byKind = lexical(weights(x, FieldOrder::primary), weights(y, FieldOrder::primary));
    if (byKind != 0) {
      return byKind;
    }
    int byAccent = lexical(weights(x, FieldOrder::accent), weights(y, FieldOrder::accent));
    return byAccent != 0
        ? byAccent
        : lexical(weights(x, FieldOrder::letterCase), weights(y, FieldOrder::letterCase));
  }

  private interface Weight {
    int of(char c);
  }

  /** Characters of weight 0 count nothing at this level. */
  private static List<Integer> weights(String name, Weight weight) {
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < name.length(); i++) {
      int each = weight.of(name.charAt(i));
      if (each > 0) {
        weights.add(each);
      }
    }
    return weights;
  }

  private static int primary(char c) {
    return PRIMARY.indexOf(lower(c)) + 1;
  }

  private static int accent(char c) {
    return MARKS.indexOf(c) + 2;
  }

  private static int letterCase(char c) {
    return c == lower(c) ? 1 : 2;
  }

  /** Of ASCII: no other letter is looked for. */
  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
  }

  private static int lexical(List<Integer> a, List<Integer> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int order = Integer.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
