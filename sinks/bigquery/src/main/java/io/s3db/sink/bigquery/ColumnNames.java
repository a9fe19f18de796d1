package io.s3db.sink.bigquery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of columns for fields of records.
 *
 * <p>A field keeps its name where it can be a column's. Other names get one that is made of it and
 * its digest, the same at every time and place: {@code price/unit} becomes {@code
 * price_unit_8b8c1f1d}.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/schemas#column_names">Column names</a>
 */
final class ColumnNames {
  /** What columns are described by whose name is not that of the field. */
  static final String DESCRIPTION = "s3db field: ";

  private static final int LONGEST = 300;
  private static final Pattern LEGAL =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_ \\-&%=+:'<>#|]*");
  private static final Pattern ILLEGAL = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_]");
  private static final List<String> RESERVED =
      List.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP");

  private ColumnNames() {}

  static boolean isLegal(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return name.length() <= LONGEST
        && LEGAL.matcher(name).matches()
        && RESERVED.stream().noneMatch(upper::startsWith);
  }

  /** The name for a field whose own cannot be taken. */
  static String made(String field) {
    String readable = ILLEGAL.matcher(field).replaceAll("_");
    String start = readable.substring(0, Math.min(readable.length(), 200));
    boolean plain = start.matches("\\p{L}.*");
    return (plain ? start : "f" + start) + "_" + digest(field);
  }

  /** The name for a new column of a field, unlike all others whatever the case. */
  static String free(String field, boolean taken, Set<String> others) {
    return !taken && isLegal(field) && others.stream().noneMatch(field::equalsIgnoreCase)
        ? field
        : made(field);
  }

  private static String digest(String field) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(field.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
