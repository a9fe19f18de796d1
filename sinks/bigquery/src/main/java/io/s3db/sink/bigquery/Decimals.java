package io.s3db.sink.bigquery;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Decimals that a column can hold exactly.
 *
 * @see <a
 *     href="https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types">Decimal
 *     types</a>
 */
final class Decimals {
  private static final int NUMERIC_SCALE = 9;
  private static final int BIGNUMERIC_SCALE = 38;
  private static final BigDecimal NUMERIC_END = BigDecimal.TEN.pow(29);
  private static final BigDecimal BIGNUMERIC_MOST =
      new BigDecimal(
          "578960446186580977117854925043439539266.34992332820282019728792003956564819967");

  private Decimals() {}

  /** The number as text; empty if the column has not so many digits. */
  static Optional<String> text(Column column, BigDecimal number) {
    // Comparing scales first: the text of 1e999999999 would be endless.
    if (number.scale() < -60
        || number.scale() > 2000
        || !fits(column, number.stripTrailingZeros())) {
      return Optional.empty();
    }
    return Optional.of(number.stripTrailingZeros().toPlainString());
  }

  private static boolean fits(Column column, BigDecimal number) {
    boolean big = column.kind() == ColumnKind.BIGNUMERIC;
    if (column.precision() > 0) {
      int whole = column.precision() - column.scale();
      return number.scale() <= column.scale()
          && number.abs().compareTo(BigDecimal.TEN.pow(whole)) < 0;
    }
    return big
        ? number.scale() <= BIGNUMERIC_SCALE && number.abs().compareTo(BIGNUMERIC_MOST) <= 0
        : number.scale() <= NUMERIC_SCALE && number.abs().compareTo(NUMERIC_END) < 0;
  }
}
