package io.s3db.testkit.bigquery;

import io.s3db.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One table: its resource, rows that were appended, and rows that changes left. Guarded by its own
 * lock.
 */
final class FakeTable {
  private static final SequenceNumbers ORDER = new SequenceNumbers();

  private final String name;
  private Document resource;
  private int revision = 1;
  private final List<Document> appended = new ArrayList<>();
  private final Map<String, State> changed = new LinkedHashMap<>();

  /** What the last change left of a key: a row, or none. */
  private record State(String sequence, @Nullable Document row) {}

  /** A change: the key, what orders it, and the row; null removes it. */
  record Change(String key, String sequence, @Nullable Document row) {}

  FakeTable(String name, Document resource) throws RestException {
    this.name = name;
    this.resource = resource;
    SchemaRules.requireColumns(columns());
    SchemaRules.requireKey(primaryKey(), columns());
  }

  synchronized Document resource() {
    return resource.with("etag", "etag-" + revision);
  }

  synchronized int revision() {
    return revision;
  }

  synchronized List<FakeColumn> columns() {
    Object schema = resource.toMap().get("schema");
    return schema instanceof Map<?, ?> map && map.get("fields") instanceof List<?> fields
        ? fields.stream().map(FakeColumn::of).toList()
        : List.of();
  }

  synchronized Optional<FakeColumn> column(String column) {
    return columns().stream().filter(each -> each.name().equalsIgnoreCase(column)).findFirst();
  }

  synchronized List<String> primaryKey() {
    if (resource.toMap().get("tableConstraints") instanceof Map<?, ?> constraints
        && constraints.get("primaryKey") instanceof Map<?, ?> key
        && key.get("columns") instanceof List<?> columns) {
      return columns.stream().map(String::valueOf).toList();
    }
    return List.of();
  }

  /** Changes the resource as a PATCH does: members that are given replace those that are there. */
  synchronized Document patch(Document change, @Nullable String etag) throws RestException {
    if (etag != null && !etag.equals("etag-" + revision)) {
      throw new RestException(412, "conditionNotMet", "Precondition check failed.");
    }
    Document next = resource.with(change);
    if (change.toMap().get("schema") instanceof Map<?, ?> schema
        && schema.get("fields") instanceof List<?> fields) {
      List<FakeColumn> wanted = fields.stream().map(FakeColumn::of).toList();
      SchemaRules.requireColumns(wanted);
      SchemaRules.requireChange(name, columns(), wanted);
    }
    resource = next;
    revision++;
    return resource();
  }

  /** Changes columns as SQL may, which the REST interface refuses. */
  synchronized void alter(Document schema) {
    resource = resource.with("schema", schema);
    revision++;
    List<String> names =
        columns().stream().map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
    appended.replaceAll(row -> only(row, names));
    changed.replaceAll(
        (_, state) ->
            new State(state.sequence(), state.row() == null ? null : only(state.row(), names)));
  }

  private static Document only(Document row, List<String> names) {
    return row.without(
        row.names().stream().filter(name -> !names.contains(name)).toArray(String[]::new));
  }

  /** Removes all rows. */
  synchronized void truncate() {
    appended.clear();
    changed.clear();
  }

  synchronized void append(List<Document> rows) {
    appended.addAll(rows);
  }

  /** Applies changes in order: one applies if its sequence number is not below the one there. */
  synchronized void apply(List<Change> changes) {
    for (Change change : changes) {
      State known = changed.get(change.key());
      if (known == null || ORDER.compare(change.sequence(), known.sequence()) >= 0) {
        changed.put(change.key(), new State(change.sequence(), change.row()));
      }
    }
  }

  /** Puts a row in place of the one under a key, or takes it away, behind everybody's back. */
  synchronized void set(String key, @Nullable Document row) {
    State known = changed.get(key);
    changed.put(key, new State(known == null ? "0" : known.sequence(), lowered(row)));
  }

  private static @Nullable Document lowered(@Nullable Document row) {
    if (row == null) {
      return null;
    }
    Document.Builder lowered = Document.builder();
    row.toMap().forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
    return lowered.build();
  }

  /** Whether a key has a row. */
  synchronized boolean holds(String key) {
    State state = changed.get(key);
    return state != null && state.row() != null;
  }

  /** The rows as a query reads them: columns without a value are null. */
  synchronized List<Document> rows() {
    List<Document> rows = new ArrayList<>();
    appended.forEach(row -> rows.add(filled(row)));
    changed
        .values()
        .forEach(
            state -> {
              if (state.row() != null) {
                rows.add(filled(state.row()));
              }
            });
    return rows;
  }

  private Document filled(Document row) {
    Document.Builder all = Document.builder();
    for (FakeColumn column : columns()) {
      Object value = row.toMap().get(column.name().toLowerCase(Locale.ROOT));
      all.put(column.name(), value == null && column.repeated() ? List.of() : value);
    }
    return all.build();
  }
}
