package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows of a target are written, as long as neither the table nor the fields change: which
 * columns, in which order, with which SQL.
 *
 * <p>Every column this route ever wrote is written with every row, null where the row lacks the
 * field; no other column is touched.
 */
final class Plan {
  private final Table table;
  private final KeyFields key;
  private final Protection protection;
  private final Optional<Column> overflow;
  private final Set<String> written;
  private final Set<String> givenUp;
  private final Set<String> taken;
  private final Set<String> keyNames;
  private final List<Column> columns;
  private final Script upsert;
  private final Script delete;

  /**
   * Makes a plan.
   *
   * @param overflow the column for fields that have none, if there is one
   * @param written the fields ever written to the target
   * @param givenUp the fields that get no column, and the columns that get no wider
   */
  Plan(
      Table table,
      KeyFields key,
      Protection protection,
      @Nullable String overflow,
      Set<String> written,
      Set<String> givenUp) {
    this.table = table;
    this.key = key;
    this.protection = protection;
    this.overflow = overflow == null ? Optional.empty() : table.column(overflow);
    this.written = Set.copyOf(written);
    this.givenUp = Set.copyOf(givenUp);
    this.taken = takenBy(table, this.overflow);
    this.keyNames = Set.copyOf(key.names());
    this.columns = columnsOf();
    Scripts scripts = new Scripts(table, columns, key.names().size(), protection);
    this.upsert = scripts.upsert();
    this.delete = scripts.delete();
  }

  private static Set<String> takenBy(Table table, Optional<Column> overflow) {
    Set<String> taken = new HashSet<>();
    table.columns().stream().filter(Column::writable).map(Column::name).forEach(taken::add);
    taken.remove(Identifiers.VERSION);
    overflow.map(Column::name).ifPresent(taken::remove);
    return taken;
  }

  private List<Column> columnsOf() {
    List<Column> all = new ArrayList<>();
    for (String name : key.names()) {
      all.add(
          table
              .column(name)
              .orElseThrow(() -> new IllegalStateException(table + " has no column " + name)));
    }
    table.columns().stream()
        .filter(column -> written.contains(column.name()) && takes(column.name()))
        .filter(column -> !keyNames.contains(column.name()))
        .forEach(all::add);
    overflow.ifPresent(all::add);
    return List.copyOf(all);
  }

  /** This plan for the table as it is now. */
  Plan with(Table changed, Protection changedProtection) {
    String name = overflow.map(Column::name).orElse(null);
    return new Plan(changed, key, changedProtection, name, written, givenUp);
  }

  /** This plan with more fields that were written. */
  Plan alsoWriting(Set<String> fields) {
    String name = overflow.map(Column::name).orElse(null);
    return new Plan(table, key, protection, name, union(written, fields), givenUp);
  }

  /** This plan with more fields that get no column, or columns that get no wider. */
  Plan givingUp(Set<String> names) {
    String name = overflow.map(Column::name).orElse(null);
    return new Plan(table, key, protection, name, written, union(givenUp, names));
  }

  /** This plan with nothing given up: everything may be tried again. */
  Plan hoping() {
    String name = overflow.map(Column::name).orElse(null);
    return new Plan(table, key, protection, name, written, Set.of());
  }

  boolean hasGivenUp() {
    return !givenUp.isEmpty();
  }

  /** The columns that are written, those of the key first. */
  List<Column> columns() {
    return columns;
  }

  Table table() {
    return table;
  }

  KeyFields key() {
    return key;
  }

  Protection protection() {
    return protection;
  }

  Script upsert() {
    return upsert;
  }

  Script delete() {
    return delete;
  }

  boolean hasOverflow() {
    return overflow.isPresent();
  }

  boolean hasGivenUp(String name) {
    return givenUp.contains(name);
  }

  /** Whether a field of this name has a column that takes it. */
  boolean takes(String field) {
    return taken.contains(field);
  }

  /** The fields with a column that this route has not written before. */
  Set<String> firstWritten(Document row) {
    if (written.containsAll(row.names())) {
      return Set.of();
    }
    Set<String> fresh = new HashSet<>(row.names());
    fresh.removeAll(written);
    fresh.retainAll(taken);
    return fresh;
  }

  /** The fields with a value, but no column. */
  Map<String, Object> unplaced(Document row) {
    if (taken.containsAll(row.names())) {
      return Map.of();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    row.toMap()
        .forEach(
            (field, value) -> {
              if (value != null && !takes(field) && !keyNames.contains(field)) {
                fields.put(field, value);
              }
            });
    return fields;
  }

  /** The text of each key column. */
  @Nullable String[] keyTexts(Key rowKey) throws UnfitValueException {
    int count = key.names().size();
    @Nullable String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = Values.text(columns.get(i), rowKey.fields().toMap().get(columns.get(i).name()));
    }
    return texts;
  }

  /** The text of each column. */
  @Nullable String[] rowTexts(Key rowKey, Document row) throws UnfitValueException {
    @Nullable String[] texts = new String[columns.size()];
    @Nullable String[] keys = keyTexts(rowKey);
    System.arraycopy(keys, 0, texts, 0, keys.length);
    int end = overflow.isPresent() ? texts.length - 1 : texts.length;
    for (int i = keys.length; i < end; i++) {
      texts[i] = Values.text(columns.get(i), row.toMap().get(columns.get(i).name()));
    }
    if (overflow.isPresent()) {
      Map<String, Object> rest = unplaced(row);
      texts[end] = rest.isEmpty() ? null : Values.text(columns.get(end), rest);
    } else {
      requireColumnNames(row);
    }
    return texts;
  }

  private void requireColumnNames(Document row) throws UnfitValueException {
    for (String field : unplaced(row).keySet()) {
      Optional<String> problem = Identifiers.columnProblem(field);
      if (problem.isPresent() && !givenUp.contains(field)) {
        throw new UnfitValueException(
            UnfitValueException.BAD_NAME,
            "field "
                + Json.write(field)
                + " can be no column: its name "
                + problem.get()
                + ". Rename or leave it out in a transform",
            null,
            null);
      }
    }
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }
}
