package io.s3db.sink.postgresql;

import java.util.List;
import java.util.Set;

/**
 * How the rows of one table are protected from older changes.
 *
 * @param claims whether each key is claimed in the table of versions before the row is written
 * @param column whether the row holds its version
 * @param unique whether a unique index decides who may insert a key
 */
record Protection(boolean claims, boolean column, boolean unique) {
  /**
   * What a table allows under a configured guard.
   *
   * <p>The version column alone does where a row of nothing but the key can stand in the table for
   * a moment (see {@link Scripts}) and a unique index decides; elsewhere keys are claimed.
   */
  static Protection of(Guard guard, Table table, List<String> key) {
    boolean unique = table.uniqueKeys().contains(Set.copyOf(key));
    boolean column = table.hasVersion() && guard != Guard.NONE;
    boolean alone = column && unique && guard != Guard.TABLE && keyAloneFits(table, key);
    return new Protection(guard != Guard.NONE && !alone, column, unique);
  }

  private static boolean keyAloneFits(Table table, List<String> key) {
    return table.plain()
        && table.columns().stream()
            .noneMatch(column -> column.needsValue() && !key.contains(column.name()));
  }

  /** Whether deletes leave a tombstone. */
  boolean guarded() {
    return claims || column;
  }
}
