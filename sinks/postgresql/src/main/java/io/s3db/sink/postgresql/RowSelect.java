package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as text, page by page in the table's own order of its keys: that order is only used to
 * go on, never to compare.
 */
final class RowSelect {
  private final Plan plan;
  private final List<Column> keys;
  private final boolean versioned;

  RowSelect(Plan plan) {
    this.plan = plan;
    this.keys = plan.columns().subList(0, plan.key().names().size());
    this.versioned = plan.protection().column();
  }

  List<StoredRow> page(Connection connection, @Nullable Document after, int most)
      throws SQLException, UnfitValueException {
    String order = keys.stream().map(Column::quoted).collect(Collectors.joining(", "));
    String present =
        keys.stream()
            .map(key -> key.quoted() + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    String behind = after == null ? "" : " AND (" + order + ") > (" + casts() + ")";
    String sql = select() + present + behind + " ORDER BY " + order + " LIMIT " + most;
    List<@Nullable String> values = new ArrayList<>();
    if (after != null) {
      values.addAll(texts(after));
    }
    return rows(connection, sql, values);
  }

  List<StoredRow> find(Connection connection, List<Document> wanted)
      throws SQLException, UnfitValueException {
    String order = keys.stream().map(Column::quoted).collect(Collectors.joining(", "));
    String any = wanted.stream().map(_ -> "(" + casts() + ")").collect(Collectors.joining(", "));
    List<@Nullable String> values = new ArrayList<>();
    for (Document each : wanted) {
      values.addAll(texts(each));
    }
    return rows(connection, select() + "(" + order + ") IN (" + any + ")", values);
  }

  private String select() {
    String columns =
        plan.columns().stream()
            .map(column -> column.quoted() + "::text")
            .collect(Collectors.joining(", "));
    String version = versioned ? Identifiers.quoted(Identifiers.VERSION) : "NULL";
    return "SELECT " + columns + ", " + version + " FROM " + plan.table().quoted() + " WHERE ";
  }

  private String casts() {
    return keys.stream()
        .map(key -> "cast(?::text AS " + key.type() + ")")
        .collect(Collectors.joining(", "));
  }

  private List<@Nullable String> texts(Document key) throws UnfitValueException {
    List<@Nullable String> texts = new ArrayList<>();
    for (String text : plan.keyTexts(new Key(key))) {
      texts.add(text);
    }
    return texts;
  }

  private List<StoredRow> rows(Connection connection, String sql, List<@Nullable String> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      List<StoredRow> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        int count = plan.columns().size();
        while (rows.next()) {
          @Nullable String[] texts = new @Nullable String[count];
          for (int i = 0; i < count; i++) {
            texts[i] = rows.getString(i + 1);
          }
          found.add(ReadBack.row(plan, texts, rows.getString(count + 1)));
        }
      }
      return found;
    }
  }
}
