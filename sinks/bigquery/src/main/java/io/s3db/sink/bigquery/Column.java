package io.s3db.sink.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column, or a field of a STRUCT.
 *
 * @param name as it is written in the table
 * @param kind its type
 * @param required whether it takes no null
 * @param repeated whether it holds a list
 * @param maxLength the most characters or bytes; 0 for no limit
 * @param precision the digits of a decimal; 0 for those of the type
 * @param scale the digits behind the point, if there is a precision
 * @param fields of a STRUCT
 */
record Column(
    String name,
    ColumnKind kind,
    boolean required,
    boolean repeated,
    long maxLength,
    int precision,
    int scale,
    List<Column> fields) {
  /** Copies the fields. */
  Column {
    fields = List.copyOf(fields);
  }

  /** A nullable column without limits. */
  static Column of(String name, ColumnKind kind) {
    return new Column(name, kind, false, false, 0, 0, 0, List.of());
  }

  static Column read(TableFieldSchema field) {
    List<TableFieldSchema> fields = field.getFields();
    return new Column(
        field.getName(),
        ColumnKind.parse(field.getType()),
        "REQUIRED".equals(field.getMode()),
        "REPEATED".equals(field.getMode()),
        orZero(field.getMaxLength()),
        (int) orZero(field.getPrecision()),
        (int) orZero(field.getScale()),
        fields == null ? List.of() : fields.stream().map(Column::read).toList());
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  /** The column of one element of a list. */
  Column element() {
    return new Column(name, kind, true, false, maxLength, precision, scale, fields);
  }

  /** The type as it is declared. */
  String type() {
    String type = kind == ColumnKind.OTHER ? "a type we cannot write" : kind.toString();
    if (maxLength > 0) {
      type += "(" + maxLength + ")";
    } else if (precision > 0) {
      type += "(" + precision + ", " + scale + ")";
    }
    return repeated ? "ARRAY<" + type + ">" : type;
  }
}
