package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mirrors records into tables.
 *
 * <p>A batch is one transaction: per table one statement that removes rows and one that writes
 * rows, whatever their number, and a commit, which a batch for one table sends along. Every write
 * is guarded by the record's version, so a repetition changes nothing and a late change does no
 * harm; see {@link Scripts}.
 */
final class PostgresqlSink implements Sink, Verifiable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresqlSink.class);
  private static final SinkTraits TRAITS = SinkTraits.mirror(8 << 20);

  private final PostgresqlOptions options;
  private final SinkContext context;
  private final Connections connections;
  private final Tombstones tombstones;
  private final @Nullable LogTable log;
  private final Map<String, TableTarget> targets = new ConcurrentHashMap<>();
  private final LongAdder droppedValues = new LongAdder();

  PostgresqlSink(PostgresqlOptions options, SinkContext context) {
    this.options = options;
    this.context = context;
    this.connections = Sessions.connections(options, context);
    this.tombstones = new Tombstones(context.time());
    this.log =
        options.logTable() == null
            ? null
            : new LogTable(TableName.parse(options.logTable(), options.schema()));
  }

  @Override
  public SinkTraits traits() {
    return TRAITS;
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    return attempt(
        "preparing table " + target.name(),
        target.name(),
        () ->
            connections.use(
                connection -> {
                  prepareLog(connection);
                  TableTarget prepared =
                      new TableTarget(connection, target, sample, options, context);
                  targets.put(target.route(), prepared);
                  return prepared.key();
                }));
  }

  private void prepareLog(Connection connection) throws SQLException, SinkException {
    if (log != null && !log.exists(connection)) {
      if (!options.schemaSync()) {
        throw new SinkException.Denied(
            context.replicator() + ": logTable " + log + " is missing, and schemaSync is off.",
            null);
      }
      log.create(connection);
    }
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    if (batch.isEmpty()) {
      return List.of();
    }
    Map<TableTarget, List<Delivery>> parts = parts(batch);
    return attempt("writing " + batch.size() + " records", null, () -> writeLookingTwice(parts));
  }

  /** Deliveries by route, in the order of the routes' names, so that no two lanes cross. */
  private Map<TableTarget, List<Delivery>> parts(List<Delivery> batch) {
    Map<String, List<Delivery>> byRoute = new TreeMap<>();
    for (Delivery delivery : batch) {
      byRoute.computeIfAbsent(delivery.route(), _ -> new ArrayList<>()).add(delivery);
    }
    Map<TableTarget, List<Delivery>> parts = new java.util.LinkedHashMap<>();
    byRoute.forEach((route, deliveries) -> parts.put(prepared(route), deliveries));
    return parts;
  }

  @Override
  public List<StoredRow> rows(Target target, KeyFields key, @Nullable Document after, int most)
      throws SinkException, InterruptedException {
    return read(target, (select, connection) -> select.page(connection, after, most));
  }

  @Override
  public List<StoredRow> find(Target target, KeyFields key, List<Document> keys)
      throws SinkException, InterruptedException {
    return keys.isEmpty()
        ? List.of()
        : read(target, (select, connection) -> select.find(connection, keys));
  }

  @Override
  public Optional<StoredRow> readBack(Target target, KeyFields keyFields, Key key, Document row) {
    return ReadBack.written(prepared(target.route()).plan(), key, row);
  }

  /** A way of reading rows. */
  private interface Reading {
    List<StoredRow> read(RowSelect select, Connection connection)
        throws SQLException, UnfitValueException;
  }

  private List<StoredRow> read(Target target, Reading reading)
      throws SinkException, InterruptedException {
    RowSelect select = new RowSelect(prepared(target.route()).plan());
    return attempt(
        "reading table " + target.name(),
        target.name(),
        () ->
            connections.use(
                connection -> {
                  try {
                    return reading.read(select, connection);
                  } catch (UnfitValueException e) {
                    throw new IllegalStateException("a key that was read is none", e);
                  }
                }));
  }

  private TableTarget prepared(String route) {
    TableTarget found = targets.get(route);
    if (found == null) {
      throw new IllegalStateException(route + " was not prepared");
    }
    return found;
  }

  /** A table may have been changed by somebody: then it is looked at again, once. */
  private List<Rejection> writeLookingTwice(Map<TableTarget, List<Delivery>> parts)
      throws SQLException, SinkException, InterruptedException {
    BatchWrite first = new BatchWrite(log);
    try {
      return write(first, parts);
    } catch (SQLException e) {
      if (!SqlStates.maybeStale(e.getSQLState())) {
        throw failure(e, first, parts);
      }
    }
    BatchWrite second = new BatchWrite(log);
    try {
      for (TableTarget target : parts.keySet()) {
        connections.use(
            connection -> {
              target.reload(connection);
              return true;
            });
      }
      return write(second, parts);
    } catch (SQLException e) {
      throw failure(e, second, parts);
    }
  }

  private SinkException failure(
      SQLException e, BatchWrite write, Map<TableTarget, List<Delivery>> parts)
      throws InterruptedException {
    throwIfInterrupted(e);
    TableTarget at = write.current();
    long count = parts.values().stream().mapToLong(List::size).sum();
    String where =
        "%s: writing %d records%s"
            .formatted(context.replicator(), count, at == null ? "" : " to " + at.plan().table());
    return PostgresqlFailures.of(e, where, at == null ? null : at.name());
  }

  private List<Rejection> write(BatchWrite write, Map<TableTarget, List<Delivery>> parts)
      throws SQLException, SinkException, InterruptedException {
    List<Rejection> rejections = new ArrayList<>();
    for (Map.Entry<TableTarget, List<Delivery>> part : parts.entrySet()) {
      write.at(part.getKey());
      TableRows rows = rows(part.getKey(), part.getValue());
      rejections.addAll(rows.rejections());
      droppedValues.add(rows.droppedValues());
      write.add(rows);
    }
    connections.use(write);
    for (TableTarget target : parts.keySet()) {
      prune(target);
    }
    return rejections;
  }

  /** The rows as text; the table grows with them first, where it may. */
  private TableRows rows(TableTarget target, List<Delivery> deliveries)
      throws SQLException, SinkException, InterruptedException {
    if (target.mustGrow(deliveries)) {
      connections.use(
          connection -> {
            target.grow(connection, deliveries);
            return true;
          });
    }
    TableRows rows = new TableRows(target, deliveries);
    while (!rows.tooNarrow().isEmpty()) {
      Map<Column, String> types = rows.tooNarrow();
      connections.use(
          connection -> {
            target.widen(connection, types);
            return true;
          });
      rows = new TableRows(target, deliveries);
    }
    return rows;
  }

  /** The batch is safe already: what goes wrong here is tried again with a later one. */
  private void prune(TableTarget target) throws SinkException, InterruptedException {
    Table table = target.plan().table();
    if (target.plan().protection().guarded() && tombstones.isDue(table)) {
      try {
        connections.use(
            connection -> {
              tombstones.prune(connection, table);
              return true;
            });
      } catch (SQLException e) {
        LOG.info(
            "{}: old tombstones of {} stay for an hour more: {}",
            context.replicator(),
            table,
            PostgresqlFailures.said(e));
      }
    }
  }

  @Override
  public void probe() throws SinkException, InterruptedException {
    attempt("asking the server", null, () -> connections.use(PostgresqlSink::requirePrimary));
  }

  private static boolean requirePrimary(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT pg_is_in_recovery()")) {
      if (answer.next() && answer.getBoolean(1)) {
        throw new SQLException("the server is a standby, which takes no writes", "25006");
      }
      return true;
    }
  }

  private <T> T attempt(String what, @Nullable String target, Callable<T> work)
      throws SinkException, InterruptedException {
    try {
      return Interruptible.call(work);
    } catch (SQLException e) {
      throwIfInterrupted(e);
      throw PostgresqlFailures.of(e, context.replicator() + ": " + what, target);
    } catch (SinkException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** An interrupt closes the socket: the driver reports that, we report the interrupt. */
  private static void throwIfInterrupted(SQLException e) throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException("interrupted while writing");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** {@code reconnects}, and {@code droppedValues} of fields without a column. */
  @Override
  public Map<String, Long> metrics() {
    return Map.of("reconnects", connections.reconnects(), "droppedValues", droppedValues.sum());
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return "PostgresqlSink[" + options.target() + "]";
  }
}
