package io.s3db.sink.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL that writes rows to one table, and the SQL that removes them.
 *
 * <p>Both are safe against any other writer of ours, in this process or another, that works on the
 * same key at the same moment. Two ways, chosen by {@link Protection}:
 *
 * <ul>
 *   <li><b>Version in the row.</b> An upsert applies if its version is not lower than the row's,
 *       which the unique index decides. Then, in a statement of its own that sees what was
 *       committed while the first waited, it removes its rows again that have a later tombstone. A
 *       delete writes the tombstone first, then puts a row of nothing but the key where there is
 *       none, and removes it: so it waits for an insert that is under way, and an insert waits for
 *       it. Without that, each would miss what the other has not committed yet, and the row would
 *       come back.
 *   <li><b>Claims.</b> Each change first claims its key in the table of versions, if its version is
 *       not lower than the one there; the lock is held until the end of the transaction. Only rows
 *       whose claim stands are written. This needs no unique index, and costs a second write per
 *       row.
 * </ul>
 */
final class Scripts {
  private final Table table;
  private final List<Column> columns;
  private final int keys;
  private final Protection protection;

  /**
   * Scripts for a table.
   *
   * @param columns the key columns, then the others that are written
   * @param keys how many of them are the key
   */
  Scripts(Table table, List<Column> columns, int keys, Protection protection) {
    this.table = table;
    this.columns = columns;
    this.keys = keys;
    this.protection = protection;
  }

  Script upsert() {
    Script script = new Script();
    if (protection.claims()) {
      claim(script, false);
    }
    if (protection.unique()) {
      insert(script.next(), false);
      script.add(" ON CONFLICT (" + names(columns.subList(0, keys)) + ") " + onConflict());
    } else {
      update(script);
      insert(script.next(), true);
    }
    if (protection.column() && !protection.claims()) {
      undoWhatIsDeleted(script.next());
    }
    return script;
  }

  Script delete() {
    Script script = new Script();
    if (protection.guarded()) {
      claim(script, true);
    }
    if (protection.column() && !protection.claims()) {
      standIn(script.next());
    }
    script.next().add("DELETE FROM " + table.quoted() + " AS t USING ").rows(keys);
    script.add(" WHERE " + sameKey());
    if (protection.claims()) {
      stands(script.add(" AND "));
    }
    if (protection.column()) {
      script.add(" AND " + notLater());
    }
    return script;
  }

  private void claim(Script script, boolean deleted) {
    script.add("INSERT INTO " + table.versions() + " AS s (target, key, version, deleted) SELECT ");
    script.target().add(", r._k, r._v, " + deleted + " FROM ").rows(0);
    script.add(
        " ON CONFLICT (target, key) DO UPDATE SET version = EXCLUDED.version,"
            + " deleted = EXCLUDED.deleted, at = now() WHERE s.version <= EXCLUDED.version");
  }

  private void stands(Script script) {
    script.add("EXISTS (SELECT FROM " + table.versions() + " s WHERE s.target = ").target();
    script.add(" AND s.key = r._k AND s.version = r._v)");
  }

  private void insert(Script script, boolean unlessThere) {
    List<String> names = new ArrayList<>(columns.stream().map(Column::quoted).toList());
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(value(i));
    }
    if (protection.column()) {
      names.add(version());
      values.add("r._v");
    }
    script.add("INSERT INTO " + table.quoted() + " AS t (" + String.join(", ", names) + ")");
    script.add(" OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", values) + " FROM ");
    script.rows(columns.size());
    if (protection.claims()) {
      stands(script.add(" WHERE "));
    }
    if (unlessThere) {
      script.add(protection.claims() ? " AND " : " WHERE ").add(absent());
    }
  }

  private String onConflict() {
    List<String> changes = new ArrayList<>();
    columns.stream()
        .skip(keys)
        .map(Column::quoted)
        .forEach(name -> changes.add(name + " = EXCLUDED." + name));
    if (protection.column()) {
      changes.add(version() + " = EXCLUDED." + version());
    }
    if (changes.isEmpty()) {
      return "DO NOTHING";
    }
    String update = "DO UPDATE SET " + String.join(", ", changes);
    return protection.column()
        ? update
            + " WHERE t."
            + version()
            + " IS NULL OR t."
            + version()
            + " COLLATE \"C\" <= EXCLUDED."
            + version()
        : update;
  }

  private void update(Script script) {
    List<String> changes = new ArrayList<>();
    for (int i = keys; i < columns.size(); i++) {
      changes.add(columns.get(i).quoted() + " = " + value(i));
    }
    if (protection.column()) {
      changes.add(version() + " = r._v");
    }
    if (changes.isEmpty()) {
      return;
    }
    script.next().add("UPDATE " + table.quoted() + " AS t SET " + String.join(", ", changes));
    script.add(" FROM ").rows(columns.size()).add(" WHERE " + sameKey());
    if (protection.claims()) {
      stands(script.add(" AND "));
    }
    if (protection.column()) {
      script.add(" AND " + notLater());
    }
  }

  private void undoWhatIsDeleted(Script script) {
    script.add("DELETE FROM " + table.quoted() + " AS t USING ").rows(keys);
    script.add(", " + table.versions() + " s WHERE s.target = ").target();
    script.add(" AND s.key = r._k AND s.version > r._v AND " + sameKey());
    script.add(" AND t." + version() + " COLLATE \"C\" < s.version");
  }

  private void standIn(Script script) {
    script.add(
        "INSERT INTO "
            + table.quoted()
            + " ("
            + names(columns.subList(0, keys))
            + ", "
            + version()
            + ") OVERRIDING SYSTEM VALUE SELECT ");
    for (int i = 0; i < keys; i++) {
      script.add(value(i) + ", ");
    }
    script.add("r._v FROM ").rows(keys).add(" WHERE " + absent());
    script.add(" ON CONFLICT (" + names(columns.subList(0, keys)) + ") DO NOTHING");
  }

  private String absent() {
    return "NOT EXISTS (SELECT FROM " + table.quoted() + " t WHERE " + sameKey() + ")";
  }

  private String notLater() {
    return "(t." + version() + " IS NULL OR t." + version() + " COLLATE \"C\" <= r._v)";
  }

  private String sameKey() {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      pairs.add("t." + columns.get(i).quoted() + " = " + value(i));
    }
    return String.join(" AND ", pairs);
  }

  private String value(int column) {
    return "r.c" + column + "::" + columns.get(column).type();
  }

  private static String version() {
    return Identifiers.quoted(Identifiers.VERSION);
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
  }
}
