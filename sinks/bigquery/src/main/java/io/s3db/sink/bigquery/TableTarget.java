package io.s3db.sink.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One target and its table: prepares it, and lets it grow with the rows.
 *
 * <p>Lanes share it. Each reads the layout as it is; changes of it go one after another.
 */
final class TableTarget {
  /** How long a field without a column stays given up before the table is looked at again. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** How long rows that do not fit are refused without looking at the table. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** How often somebody else may change the table between our look and our change. */
  private static final int RACES = 5;

  private final Target target;
  private final Tables tables;
  private final BigqueryOptions options;
  private final SinkContext context;
  private final LongAdder droppedValues;

  private final ReentrantLock changing = new ReentrantLock();
  private final KeyFields key;
  private final Writing writing;
  private volatile Layout layout;
  private volatile Set<String> givenUp = Set.of();
  private volatile boolean suspect;
  private volatile Instant hopeAgain;
  private Instant lookAgain = Instant.MIN;

  /** Looks at the table, or creates it, and decides on the key. */
  TableTarget(
      Tables tables,
      Target target,
      Document sample,
      BigqueryOptions options,
      SinkContext context,
      LongAdder droppedValues)
      throws IOException, SinkException {
    this.tables = tables;
    this.target = target;
    this.options = options;
    this.context = context;
    this.droppedValues = droppedValues;
    Table table = findOrCreate(sample);
    this.writing = writing(table);
    this.layout = new Layout(withHistory(table), writing);
    this.key = chooseKey(sample);
    this.hopeAgain = context.time().instant().plus(PATIENCE);
  }

  private Table findOrCreate(Document sample) throws IOException, SinkException {
    Optional<Table> found = tables.find(target.name());
    if (found.isEmpty()) {
      create(sample);
      found = Optional.of(read());
    }
    if (!found.get().type().equals("TABLE")) {
      throw denied("is a " + found.get().type() + ", and only tables can be written to");
    }
    return found.get();
  }

  private void create(Document sample) throws IOException, SinkException {
    String missing = tables.datasetProblem();
    if (missing != null && !options.ensureDataset()) {
      throw denied("cannot be there: " + missing);
    }
    if (!options.schemaSync()) {
      throw denied("is missing, and schemaSync is off: create it");
    }
    if (missing != null) {
      tables.createDataset();
    }
    NewTable definition =
        options.mode() == Mode.APPEND
            ? NewTable.history(target, sample)
            : NewTable.mirror(target, sample, KeyChoice.ofNewTable(target, sample));
    tables.create(target.name(), definition);
  }

  private Writing writing(Table table) throws SinkException {
    if (options.mode() == Mode.APPEND) {
      return Writing.HISTORY;
    }
    if (!table.primaryKey().isEmpty()) {
      return Writing.CHANGES;
    }
    if (target.insertsOnly()) {
      return Writing.PLAIN;
    }
    throw denied(
        "has no primary key, without which rows can be neither replaced nor removed: add one"
            + " (ALTER TABLE … ADD PRIMARY KEY (…) NOT ENFORCED), set mode to append, or set the"
            + " actions of this mapping to insert alone");
  }

  private KeyFields chooseKey(Document sample) throws SinkException {
    if (writing != Writing.CHANGES) {
      return KeyFields.recordId(OwnColumns.RECORD_ID);
    }
    return KeyChoice.of(layout, target, sample)
        .orElseThrow(
            () ->
                denied(
                    "has the primary key "
                        + layout.table().primaryKey()
                        + ", which rows of "
                        + target.resource()
                        + " do not have: return these fields from the transform"));
  }

  private Table withHistory(Table table) throws IOException, SinkException {
    List<NewColumn> missing = new ArrayList<>();
    if (writing == Writing.HISTORY) {
      OwnColumns.HISTORY.forEach(
          (name, kind) -> {
            if (!table.has(name)) {
              missing.add(new NewColumn(name, kind, null));
            }
          });
    }
    if (missing.isEmpty()) {
      return table;
    }
    if (!options.schemaSync()) {
      throw denied(
          "has not all columns of a history, and schemaSync is off: add "
              + OwnColumns.definitions());
    }
    if (!tables.addColumns(target.name(), table, missing)) {
      return withHistory(read());
    }
    return read();
  }

  KeyFields key() {
    return key;
  }

  String name() {
    return target.name();
  }

  Layout layout() {
    return layout;
  }

  /** The server said that the table is not as we know it: it is looked at with the next rows. */
  void suspect() {
    suspect = true;
  }

  /** Whether a field without a column gets one when it is written. */
  boolean willAdd(String field, Object value) {
    return options.schemaSync()
        && !givenUp.contains(field)
        && CreatedTypes.of(target, field, value).isPresent();
  }

  void countDropped(long values) {
    droppedValues.add(values);
  }

  /**
   * Whether the table is not as we know it, asked when rows do not fit: somebody may have given a
   * column another type, or its old one back. Looks at most every few seconds.
   */
  boolean hasChanged(Layout known) throws IOException, SinkException {
    changing.lock();
    try {
      if (layout != known) {
        return true;
      }
      Instant now = context.time().instant();
      if (now.isBefore(lookAgain)) {
        return false;
      }
      lookAgain = now.plus(LOOK);
      return reload();
    } finally {
      changing.unlock();
    }
  }

  /** Looks at the table again, unless somebody did; false if it is as it was. */
  boolean reload(Layout stale) throws IOException, SinkException {
    changing.lock();
    try {
      return layout != stale || reload();
    } finally {
      changing.unlock();
    }
  }

  private boolean reload() throws IOException, SinkException {
    Table table = read();
    suspect = false;
    if (table.fields().equals(layout.table().fields())
        && table.primaryKey().equals(layout.table().primaryKey())) {
      return false;
    }
    if (!table.primaryKey().equals(layout.table().primaryKey())) {
      throw denied("has another primary key now; it is looked at when the route is tried again");
    }
    layout = new Layout(table, writing);
    return true;
  }

  private Table read() throws IOException, SinkException {
    return tables
        .find(target.name())
        .orElseThrow(() -> denied("is missing; it is created when the route is tried again"));
  }

  /** Makes place for the fields of these rows: adds columns, or gives the fields up. */
  void makeReady(List<Delivery> deliveries) throws IOException, SinkException {
    if (!suspect && !mayHopeAgain() && missing(deliveries).isEmpty()) {
      return;
    }
    changing.lock();
    try {
      if (suspect || mayHopeAgain()) {
        hopeAgain = context.time().instant().plus(PATIENCE);
        givenUp = Set.of();
        reload();
      }
      Map<String, ColumnKind> columns = missing(deliveries);
      if (!columns.isEmpty()) {
        addColumns(columns);
      }
    } finally {
      changing.unlock();
    }
  }

  /** Somebody may have added the column, or granted us to. */
  private boolean mayHopeAgain() {
    return !givenUp.isEmpty() && !context.time().instant().isBefore(hopeAgain);
  }

  /** The fields of rows that have no column and may get one, with the types they need. */
  private Map<String, ColumnKind> missing(List<Delivery> deliveries) {
    Map<String, ColumnKind> columns = new LinkedHashMap<>();
    Layout now = layout;
    Set<String> known = new HashSet<>(givenUp);
    for (Delivery delivery : deliveries) {
      Document row = delivery.data();
      if (row == null || (writing == Writing.CHANGES && delivery.removes())) {
        continue;
      }
      row.toMap()
          .forEach(
              (field, value) -> {
                if (value != null && !known.contains(field)) {
                  if (!columns.containsKey(field) && now.columnOf(field).isPresent()) {
                    known.add(field);
                  } else {
                    CreatedTypes.of(target, field, value)
                        .ifPresent(kind -> columns.merge(field, kind, CreatedTypes::both));
                  }
                }
              });
    }
    return columns;
  }

  private void addColumns(Map<String, ColumnKind> fields) throws IOException, SinkException {
    Map<String, ColumnKind> open = new LinkedHashMap<>(fields);
    for (int race = 0; options.schemaSync() && !open.isEmpty() && race < RACES; race++) {
      if (!added(open)) {
        break;
      }
      reload();
      open.keySet().removeIf(field -> layout.columnOf(field).isPresent());
    }
    if (!open.isEmpty()) {
      Set<String> all = new HashSet<>(givenUp);
      all.addAll(open.keySet());
      givenUp = Set.copyOf(all);
      open.keySet().forEach(this::warnDropped);
    }
  }

  /** Asks for the columns; false if we may not, or the table can have no more. */
  private boolean added(Map<String, ColumnKind> fields) throws IOException {
    Table table = layout.table();
    Set<String> names = new HashSet<>(table.columns().keySet());
    List<NewColumn> columns = new ArrayList<>();
    fields.forEach(
        (field, kind) -> {
          String name = ColumnNames.free(field, OwnColumns.isTaken(field, writing), names);
          names.add(name);
          columns.add(NewColumn.of(name, kind, field));
        });
    try {
      tables.addColumns(target.name(), table, columns);
      return true;
    } catch (GoogleJsonResponseException e) {
      boolean refused = e.getStatusCode() == 403 && RestFailures.reason(e).equals("accessDenied");
      if (refused || e.getStatusCode() == 400) {
        return false;
      }
      throw e;
    }
  }

  private void warnDropped(String field) {
    context.warn(
        "FIELD_DROPPED",
        target.name() + "." + field,
        "Field '%s' of %s has no column in table %s, and none may be added. It is left out of every row: add the column, or leave the field out in a transform."
            .formatted(field, target.resource(), target.name()));
  }

  private SinkException.TargetDenied denied(String why) {
    return new SinkException.TargetDenied(
        target.name(), context.replicator() + ": table " + target.name() + " " + why + ".", null);
  }
}
