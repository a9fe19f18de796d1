package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Target;
import java.util.List;
import java.util.Optional;

/**
 * Which fields are the key of a target: the table's primary key if rows have it, else the fields
 * configured, else {@code id}, else our own column with the id of the source record.
 */
final class KeyChoice {
  private KeyChoice() {}

  /** The key of a table that exists; empty if rows could not be told apart in it. */
  static Optional<KeyFields> of(Table table, Target target, Document sample) {
    List<String> primary = table.primaryKey();
    if (primary.equals(List.of(Identifiers.RECORD_ID))) {
      return Optional.of(KeyFields.recordId(Identifiers.RECORD_ID));
    }
    if (!primary.isEmpty() && sample.names().containsAll(primary)) {
      return Optional.of(KeyFields.of(primary));
    }
    if (!target.key().isEmpty()) {
      return target.key().stream().allMatch(table::has)
          ? Optional.of(KeyFields.of(target.key()))
          : Optional.empty();
    }
    if (sample.has("id") && table.has("id")) {
      return Optional.of(KeyFields.of(List.of("id")));
    }
    return table.has(Identifiers.RECORD_ID)
        ? Optional.of(KeyFields.recordId(Identifiers.RECORD_ID))
        : Optional.empty();
  }

  /** The primary key of a table we create. */
  static List<String> ofNewTable(Target target, Document sample) {
    if (!target.key().isEmpty()) {
      return target.key();
    }
    return List.of(sample.has("id") ? "id" : Identifiers.RECORD_ID);
  }
}
