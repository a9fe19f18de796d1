package io.s3db.sink.bigquery;

import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import com.google.api.services.bigquery.model.TableRow;
import io.s3db.Document;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.version.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of tables. All rows of a table are the result of one query, so they are scanned
 * and paid for once, and come page by page in the order of that result.
 */
final class TableReading {
  private final Queries queries;
  private final BigqueryOptions options;
  private final Map<TableTarget, Walk> walks = new ConcurrentHashMap<>();

  /** How far the rows of a table were read. */
  private record Walk(@Nullable Document last, Queries.Page page) {}

  TableReading(Queries queries, BigqueryOptions options) {
    this.queries = queries;
    this.options = options;
  }

  /** The rows behind a key that was the last of a page, or the first ones. */
  List<StoredRow> page(TableTarget target, KeyFields key, @Nullable Document after, int most)
      throws IOException, SinkException {
    requireMirror(target);
    Queries.Page page =
        after == null
            ? queries.run(select(target.layout()) + from(target), List.of(), most)
            : following(target, after, most);
    while (page.rows().isEmpty() && page.next() != null) {
      page = queries.after(page, most);
    }
    List<StoredRow> rows = rows(target, key, page.rows());
    if (rows.isEmpty()) {
      walks.remove(target);
    } else {
      walks.put(target, new Walk(rows.getLast().key(), page));
    }
    return rows;
  }

  private Queries.Page following(TableTarget target, Document after, int most)
      throws IOException, SinkException {
    Walk walk = walks.get(target);
    if (walk == null || !after.equals(walk.last())) {
      throw new SinkException.Unavailable(
          "reading table " + target.name() + " was interrupted by another reading of it", null);
    }
    return walk.page().next() == null
        ? new Queries.Page(walk.page().job(), List.of(), null)
        : queries.after(walk.page(), most);
  }

  private static void requireMirror(TableTarget target) throws SinkException {
    if (target.layout().writing() != Writing.CHANGES) {
      throw new SinkException.TargetDenied(
          target.name(),
          "table " + target.name() + " has no primary key, so its rows cannot be told apart.",
          null);
    }
  }

  /** The rows under these keys. */
  List<StoredRow> find(TableTarget target, KeyFields key, List<Document> keys)
      throws IOException, SinkException {
    requireMirror(target);
    Layout layout = target.layout();
    List<String> conditions = new ArrayList<>();
    List<QueryParameter> parameters = new ArrayList<>();
    for (Document each : keys) {
      List<String> parts = new ArrayList<>();
      for (String name : key.names()) {
        Column column = layout.column(ReadBack.keyColumn(layout, name));
        String parameter = "p" + parameters.size();
        parts.add(quoted(column.name()) + " = @" + parameter);
        parameters.add(parameter(parameter, column, each.toMap().get(name)));
      }
      conditions.add("(" + String.join(" AND ", parts) + ")");
    }
    String sql = select(layout) + from(target) + " WHERE " + String.join(" OR ", conditions);
    List<StoredRow> found = new ArrayList<>();
    Queries.Page page = queries.run(sql, parameters, keys.size());
    found.addAll(rows(target, key, page.rows()));
    while (page.next() != null) {
      page = queries.after(page, keys.size());
      found.addAll(rows(target, key, page.rows()));
    }
    return found;
  }

  private static QueryParameter parameter(String name, Column column, @Nullable Object value) {
    return new QueryParameter()
        .setName(name)
        .setParameterType(new QueryParameterType().setType(column.kind().name()))
        .setParameterValue(new QueryParameterValue().setValue(String.valueOf(value)));
  }

  private static List<Column> columns(Layout layout) {
    return layout.table().columns().values().stream()
        .filter(column -> column.kind() != ColumnKind.OTHER)
        .toList();
  }

  private static String select(Layout layout) {
    return "SELECT "
        + String.join(", ", columns(layout).stream().map(column -> quoted(column.name())).toList());
  }

  private String from(TableTarget target) {
    return " FROM "
        + quoted(options.projectId())
        + "."
        + quoted(options.datasetId())
        + "."
        + quoted(target.name());
  }

  /** Neither tables nor columns can have a back quote or a backslash in their names. */
  private static String quoted(String name) {
    return "`" + name.replaceAll("[`\\\\]", "") + "`";
  }

  private static List<StoredRow> rows(TableTarget target, KeyFields key, List<TableRow> rows) {
    List<Column> columns = columns(target.layout());
    return rows.stream().map(row -> row(target.layout(), columns, key, row)).toList();
  }

  private static StoredRow row(Layout layout, List<Column> columns, KeyFields key, TableRow row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = StoredValues.read(columns.get(i), row.getF().get(i).getV());
      if (value != null) {
        fields.put(columns.get(i).name(), value);
      }
    }
    Version version = version(fields.remove(OwnColumns.VERSION));
    Map<String, @Nullable Object> keyValues = new LinkedHashMap<>();
    for (String name : key.names()) {
      keyValues.put(name, fields.get(ReadBack.keyColumn(layout, name)));
    }
    return new StoredRow(Document.wrap(keyValues), version, Document.wrap(fields));
  }

  /** The version that we wrote; null if somebody else wrote the row. */
  private static @Nullable Version version(@Nullable Object text) {
    try {
      return text instanceof String version ? Version.parse(version) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
