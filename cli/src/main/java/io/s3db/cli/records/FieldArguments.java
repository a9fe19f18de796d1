package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.lines.Columns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record as they are typed: one JSON object, or {@code name=value} several times.
 */
final class FieldArguments {
  private FieldArguments() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException saying which argument is neither
   */
  static Document parse(List<String> arguments, Columns columns) {
    if (arguments.size() == 1 && arguments.getFirst().stripLeading().startsWith("{")) {
      return Document.parse(arguments.getFirst());
    }
    List<String> names = new ArrayList<>();
    List<@Nullable String> values = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'%s' is no field: write name=value, or one JSON object such as '{\"name\":\"Ada\"}'."
                .formatted(argument));
      }
      names.add(argument.substring(0, equals));
      values.add(argument.substring(equals + 1));
    }
    return columns.record(names, values);
  }
}
