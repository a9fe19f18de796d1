package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One target and its table: prepares it, and lets it grow with the rows.
 *
 * <p>Lanes share it. Each reads the plan as it is; changes of the plan go one after another.
 */
final class TableTarget {
  private final Target target;
  private final TableName name;
  private final PostgresqlOptions options;
  private final SinkContext context;

  /** Of one row, so many fields are told one by one. */
  private static final int MOST_WARNINGS = 5;

  /** How long a field without a column stays given up before the table is looked at again. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ReentrantLock changing = new ReentrantLock();
  private volatile Plan plan;
  private volatile Instant hopeAgain;

  /** Looks at the table, or creates it, and decides on the key. */
  TableTarget(
      Connection connection,
      Target target,
      Document sample,
      PostgresqlOptions options,
      SinkContext context)
      throws SQLException, SinkException {
    this.target = target;
    this.name = TableName.parse(target.name(), options.schema());
    this.options = options;
    this.context = context;
    this.plan = prepare(connection, sample);
    this.hopeAgain = context.time().instant().plus(PATIENCE);
  }

  KeyFields key() {
    return plan.key();
  }

  String name() {
    return target.name();
  }

  Plan plan() {
    return plan;
  }

  private Plan prepare(Connection connection, Document sample) throws SQLException, SinkException {
    Optional<String> problem = name.problem();
    if (problem.isPresent()) {
      throw denied("cannot be a table: " + problem.get());
    }
    Table table = findOrCreate(connection, sample);
    KeyFields key =
        KeyChoice.of(table, target, sample)
            .orElseThrow(
                () ->
                    denied(
                        "has no key that rows of "
                            + target.resource()
                            + " have: set the option key of this mapping to the fields that tell"
                            + " rows apart, all of them columns of the table"));
    if (options.guard() == Guard.COLUMN && !table.hasVersion()) {
      table = withVersion(connection, table);
    }
    Protection protection = protection(connection, table, key.names());
    Set<String> written = context.fieldsWritten(target.route());
    return new Plan(table, key, protection, options.overflow(), written, Set.of());
  }

  private Table findOrCreate(Connection connection, Document sample)
      throws SQLException, SinkException {
    Optional<Table> found = TableReader.read(connection, name);
    if (found.isPresent()) {
      return found.get();
    }
    if (!options.schemaSync()) {
      throw denied("is missing, and schemaSync is off: create it");
    }
    List<String> key = KeyChoice.ofNewTable(target, sample);
    Map<String, String> columns = NewTable.columns(target, sample, key, options.overflow());
    if (!columns.keySet().containsAll(key)) {
      throw denied("cannot be created: its key " + key + " has a name that no column can have");
    }
    boolean versioned = options.guard() == Guard.AUTO || options.guard() == Guard.COLUMN;
    SchemaSync.createTable(connection, name, columns, key, versioned);
    return read(connection);
  }

  private Table withVersion(Connection connection, Table table) throws SQLException, SinkException {
    if (!options.schemaSync()) {
      throw denied(
          "has no column "
              + Identifiers.VERSION
              + ", and schemaSync is off: add it as text COLLATE \"C\", or set guard to table");
    }
    SchemaSync.addVersion(connection, table);
    return read(connection);
  }

  private Protection protection(Connection connection, Table table, List<String> key)
      throws SQLException, SinkException {
    Protection protection = Protection.of(options.guard(), table, key);
    if (!protection.guarded() && !protection.unique()) {
      throw denied("has no unique index on its key " + key + ", which guard none needs: add one");
    }
    TableName versions = new TableName(table.schema(), Identifiers.VERSIONS_TABLE);
    if (protection.guarded() && TableReader.read(connection, versions).isEmpty()) {
      if (!options.schemaSync()) {
        throw denied(
            "needs a table of versions beside it, and schemaSync is off. Create it with: "
                + String.join("; ", SchemaSync.versionsDefinition(table))
                + "; or set guard to none");
      }
      SchemaSync.createVersions(connection, table);
    }
    return protection;
  }

  /** Looks at the table again, as after a statement that did not fit it. */
  void reload(Connection connection) throws SQLException, SinkException {
    changing.lock();
    try {
      Table table = read(connection);
      for (String field : plan.key().names()) {
        if (!table.has(field)) {
          throw denied("has lost the column " + field + " of its key");
        }
      }
      plan = plan.with(table, protection(connection, table, plan.key().names()));
    } finally {
      changing.unlock();
    }
  }

  private Table read(Connection connection) throws SQLException, SinkException {
    return TableReader.read(connection, name)
        .orElseThrow(() -> denied("is missing; it is created when the route is tried again"));
  }

  /** Whether the plan has no place yet for fields of these rows. */
  boolean mustGrow(List<Delivery> deliveries) {
    Plan now = plan;
    if (mayHopeAgain(now)) {
      return true;
    }
    for (Delivery delivery : deliveries) {
      Document row = delivery.data();
      if (row != null
          && !delivery.removes()
          && (!now.firstWritten(row).isEmpty() || !missing(now, row).isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /** Somebody may have added the column, or granted us to. */
  private boolean mayHopeAgain(Plan now) {
    return now.hasGivenUp() && !context.time().instant().isBefore(hopeAgain);
  }

  /** Makes place for the fields of these rows: adds columns, or gives the fields up. */
  void grow(Connection connection, List<Delivery> deliveries) throws SQLException, SinkException {
    changing.lock();
    try {
      if (mayHopeAgain(plan)) {
        hopeAgain = context.time().instant().plus(PATIENCE);
        plan = plan.hoping();
        reload(connection);
      }
      Map<String, String> columns = new LinkedHashMap<>();
      for (Delivery delivery : deliveries) {
        Document row = delivery.data();
        if (row != null && !delivery.removes()) {
          missing(plan, row)
              .forEach((field, type) -> columns.merge(field, type, CreatedTypes::both));
        }
      }
      if (!columns.isEmpty()) {
        addColumns(connection, columns);
      }
      noteWritten(deliveries);
    } finally {
      changing.unlock();
    }
  }

  /** The fields of a row that may get a column, with the types they need. */
  private Map<String, String> missing(Plan now, Document row) {
    Map<String, String> columns = new LinkedHashMap<>();
    now.unplaced(row)
        .forEach(
            (field, value) -> {
              boolean possible = !options.schemaSync() || canBeColumn(now, field);
              if (possible && !now.hasGivenUp(field)) {
                NewTable.type(target, field, value).ifPresent(type -> columns.put(field, type));
              }
            });
    return columns;
  }

  private static boolean canBeColumn(Plan now, String field) {
    return Identifiers.columnProblem(field).isEmpty() || now.hasOverflow();
  }

  private void addColumns(Connection connection, Map<String, String> columns)
      throws SQLException, SinkException {
    Map<String, String> possible = new LinkedHashMap<>(columns);
    possible
        .keySet()
        .removeIf(field -> Identifiers.columnProblem(field).isPresent() || plan.table().has(field));
    Set<String> failed = new HashSet<>(columns.keySet());
    if (options.schemaSync() && !possible.isEmpty() && added(connection, possible)) {
      failed.removeAll(possible.keySet());
      reload(connection);
    }
    if (!failed.isEmpty()) {
      plan = plan.givingUp(failed);
      warnDropped(new TreeSet<>(failed));
    }
  }

  /** Whether the columns were added; not if we may not, or the table has too many. */
  private boolean added(Connection connection, Map<String, String> columns) throws SQLException {
    try {
      SchemaSync.addColumns(connection, plan.table(), columns);
      return true;
    } catch (SQLException e) {
      if ("42501".equals(e.getSQLState()) || "54011".equals(e.getSQLState())) {
        connection.rollback();
        return false;
      }
      throw e;
    }
  }

  private void warnDropped(SortedSet<String> fields) {
    if (fields.size() <= MOST_WARNINGS) {
      fields.forEach(this::warnDropped);
      return;
    }
    context.warn(
        plan.hasOverflow() ? "FIELD_OVERFLOWED" : "FIELD_DROPPED",
        target.name() + ".*",
        "%d fields of %s have no column in %s, and none may be added: %s and others. They %s: add"
                .formatted(
                    fields.size(),
                    target.resource(),
                    plan.table(),
                    String.join(", ", fields.stream().limit(MOST_WARNINGS).toList()),
                    plan.hasOverflow()
                        ? "go into the overflow column"
                        : "are left out of every row")
            + " the columns, or leave the fields out in a transform.");
  }

  private void warnDropped(String field) {
    String fate =
        plan.hasOverflow() ? "It goes into the overflow column" : "It is left out of every row";
    context.warn(
        plan.hasOverflow() ? "FIELD_OVERFLOWED" : "FIELD_DROPPED",
        target.name() + "." + field,
        "Field '"
            + field
            + "' of "
            + target.resource()
            + " has no column in "
            + plan.table()
            + ", and none may be added. "
            + fate
            + ": add the column, or leave the field out in a transform.");
  }

  private void noteWritten(List<Delivery> deliveries) {
    Set<String> fresh = new HashSet<>();
    for (Delivery delivery : deliveries) {
      Document row = delivery.data();
      if (row != null && !delivery.removes()) {
        fresh.addAll(plan.firstWritten(row));
      }
    }
    if (!fresh.isEmpty()) {
      context.addFieldsWritten(target.route(), fresh);
      plan = plan.alsoWriting(fresh);
    }
  }

  /** Whether a column of this table may be made wider. */
  boolean mayWiden(Column column) {
    Plan now = plan;
    return options.schemaSync() && now.table().ours() && !now.hasGivenUp(column.name());
  }

  /** Makes columns wider, or gives them up: then the records that need it are refused. */
  void widen(Connection connection, Map<Column, String> types) throws SQLException, SinkException {
    changing.lock();
    try {
      for (Map.Entry<Column, String> each : types.entrySet()) {
        Column column = each.getKey();
        if (plan.table().column(column.name()).filter(column::equals).isPresent()) {
          widen(connection, column, each.getValue());
        }
      }
      reload(connection);
    } finally {
      changing.unlock();
    }
  }

  private void widen(Connection connection, Column column, String type) throws SQLException {
    try {
      SchemaSync.widen(connection, plan.table(), column, type);
      context.warn(
          "COLUMN_WIDENED",
          target.name() + "." + column.name(),
          "Column %s of %s was %s and is %s now, because a record needed it."
              .formatted(column.name(), plan.table(), column.type(), type));
    } catch (SQLException e) {
      // Not ours to change, or used by a view or a generated column.
      if (!List.of("42", "0A", "2B").contains(SqlStates.classOf(e.getSQLState()))) {
        throw e;
      }
      connection.rollback();
      plan = plan.givingUp(Set.of(column.name()));
    }
  }

  private SinkException.TargetDenied denied(String why) {
    return new SinkException.TargetDenied(
        target.name(), context.replicator() + ": table " + name + " " + why + ".", null);
  }
}
