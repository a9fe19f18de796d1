package io.s3db.sink.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are sent together, with the parameters each of them takes from a {@link RowSet}.
 *
 * <p>The driver sends them in one round trip; each sees what other transactions committed before it
 * began, which the guard relies on.
 */
final class Script {
  private static final int TARGET = -1;
  private static final int KEY_TEXTS = -2;
  private static final int VERSIONS = -3;

  private final StringBuilder sql = new StringBuilder();
  private final List<Integer> parameters = new ArrayList<>();

  Script add(String text) {
    sql.append(text);
    return this;
  }

  /** Ends one statement and begins the next. */
  Script next() {
    if (!sql.isEmpty()) {
      sql.append(";\n");
    }
    return this;
  }

  Script target() {
    return parameter("?", TARGET);
  }

  /** The rows as a table {@code r}: {@code _k}, {@code _v}, {@code c0} … for so many columns. */
  Script rows(int columns) {
    sql.append("unnest(");
    parameter("?::text[]", KEY_TEXTS).add(", ").parameter("?::text[]", VERSIONS);
    StringBuilder names = new StringBuilder("_k, _v");
    for (int i = 0; i < columns; i++) {
      add(", ").parameter("?::text[]", i);
      names.append(", c").append(i);
    }
    return add(") AS r(" + names + ")");
  }

  private Script parameter(String text, int source) {
    sql.append(text);
    parameters.add(source);
    return this;
  }

  void run(Connection connection, RowSet rows) throws SQLException {
    run(connection, rows, sql.toString());
  }

  /**
   * Commits in the same round trip, if all statements succeed; the server skips the rest if not.
   */
  void runAndCommit(Connection connection, RowSet rows) throws SQLException {
    run(connection, rows, sql + ";\nCOMMIT");
  }

  private void run(Connection connection, RowSet rows, String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < parameters.size(); i++) {
        int source = parameters.get(i);
        switch (source) {
          case TARGET -> statement.setString(i + 1, rows.target());
          case KEY_TEXTS -> setTexts(connection, statement, i + 1, rows.keyTexts());
          case VERSIONS -> setTexts(connection, statement, i + 1, rows.versions());
          default -> setTexts(connection, statement, i + 1, rows.column(source));
        }
      }
      statement.execute();
    }
  }

  private static void setTexts(
      Connection connection, PreparedStatement statement, int index, @Nullable Object[] texts)
      throws SQLException {
    statement.setArray(index, connection.createArrayOf("text", texts));
  }

  @Override
  public String toString() {
    return sql.toString();
  }
}
