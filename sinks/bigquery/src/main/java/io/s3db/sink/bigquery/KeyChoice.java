package io.s3db.sink.bigquery;

import io.s3db.Document;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which fields are the key of a target. Changes are applied by the table's primary key, so nothing
 * else can be: in tables we create it is what is configured, else {@code id}, else our own column
 * with the id of the source record.
 */
final class KeyChoice {
  private KeyChoice() {}

  /** The fields of a record that are the primary key; empty if rows do not have them. */
  static Optional<KeyFields> of(Layout layout, Target target, Document sample) {
    List<String> primary = layout.table().primaryKey();
    if (primary.equals(List.of(OwnColumns.RECORD_ID))) {
      return Optional.of(KeyFields.recordId(OwnColumns.RECORD_ID));
    }
    Map<String, String> fields =
        Stream.concat(target.key().stream(), sample.names().stream())
            .distinct()
            .filter(field -> layout.columnOf(field).isPresent())
            .collect(
                Collectors.toMap(
                    field -> layout.columnOf(field).orElseThrow(),
                    field -> field,
                    (first, _) -> first));
    return fields.keySet().containsAll(primary)
        ? Optional.of(KeyFields.of(primary.stream().map(fields::get).toList()))
        : Optional.empty();
  }

  /** The primary key of a table we create. */
  static List<String> ofNewTable(Target target, Document sample) {
    if (!target.key().isEmpty()) {
      return target.key();
    }
    return List.of(sample.has("id") ? "id" : OwnColumns.RECORD_ID);
  }
}
