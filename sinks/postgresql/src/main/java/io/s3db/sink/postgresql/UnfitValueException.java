package io.s3db.sink.postgresql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that a column's type cannot hold. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refused whatever the type: text that PostgreSQL cannot store. */
  static final String UNSTORABLE = "22021";

  /** Refused by this type; a wider one may hold it. */
  static final String WRONG_TYPE = "22P02";

  /** The name of the field can be no column. */
  static final String BAD_NAME = "42602";

  private final String code;
  private final transient @Nullable Column column;
  private final transient @Nullable Object value;

  UnfitValueException(
      String code, String message, @Nullable Column column, @Nullable Object value) {
    super(message, null, false, false);
    this.code = code;
    this.column = column;
    this.value = value;
  }

  /** The SQLSTATE the server would answer with. */
  String code() {
    return code;
  }

  /** The column, if a wider one could hold the value. */
  Optional<Column> tooNarrow() {
    return code.equals(WRONG_TYPE) ? Optional.ofNullable(column) : Optional.empty();
  }

  /** The type the column must become to hold the value, if there is one. */
  Optional<String> widerType() {
    return value == null
        ? Optional.empty()
        : tooNarrow().flatMap(narrow -> CreatedTypes.wider(narrow, value));
  }
}
