package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of a table that we create, with their types. */
final class NewTable {
  private NewTable() {}

  /** Key columns first, then the attributes of the source, then further fields of the sample. */
  static Map<String, String> columns(
      Target target, Document sample, List<String> key, @Nullable String overflow) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String name : key) {
      columns.put(name, keyType(target, name, sample.toMap().get(name)));
    }
    if (!target.transformed()) {
      target
          .attributes()
          .forEach(
              (name, definition) ->
                  CreatedTypes.ofAttribute(definition)
                      .ifPresent(type -> columns.putIfAbsent(name, type)));
    }
    sample
        .toMap()
        .forEach(
            (name, value) ->
                type(target, name, value).ifPresent(type -> columns.putIfAbsent(name, type)));
    if (overflow != null) {
      columns.put(overflow, CreatedTypes.JSONB);
    }
    columns.keySet().removeIf(name -> Identifiers.columnProblem(name).isPresent());
    return columns;
  }

  /** The type of a new column; empty if neither the attribute nor the value tells one. */
  static Optional<String> type(Target target, String name, @Nullable Object value) {
    Optional<String> declared =
        target.transformed()
            ? Optional.empty()
            : CreatedTypes.ofAttribute(target.attributes().get(name));
    return declared.isPresent() ? declared : CreatedTypes.ofValue(value);
  }

  /** Fractions as keys are exact, or a row would not be found again. */
  private static String keyType(Target target, String name, @Nullable Object value) {
    String type = type(target, name, value).orElse(CreatedTypes.TEXT);
    return type.equals(CreatedTypes.DOUBLE) ? CreatedTypes.NUMERIC : type;
  }
}
