package io.s3db.benchmarks;

import java.util.Locale;

/** How figures are written. */
final class Text {
  private Text() {}

  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.1f ms", millis);
  }

  static String rate(double perSecond, String unit) {
    return String.format(Locale.ROOT, "%,.0f %s/s", perSecond, unit);
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, "%.3fx", ratio);
  }

  static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * ratio);
  }

  static String mebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
