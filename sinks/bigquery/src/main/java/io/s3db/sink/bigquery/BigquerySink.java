package io.s3db.sink.bigquery;

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
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors records in tables, or appends their history.
 *
 * <p>Rows go to the default stream of the Storage Write API, one request per table and batch. In a
 * mirror each row says by change data capture what it does and which version it is, so a repetition
 * changes nothing and a late change does no harm.
 */
final class BigquerySink implements Sink, Verifiable {
  private static final long MOST_BYTES = 8 << 20;

  private final BigqueryOptions options;
  private final SinkContext context;
  private final Clients clients;
  private final Tables tables;
  private final AppendStreams streams;
  private final TableReading reading;
  private final SinkTraits traits;
  private final Map<String, TableTarget> targets = new ConcurrentHashMap<>();
  private final LongAdder droppedValues = new LongAdder();

  BigquerySink(BigqueryOptions options, SinkContext context) {
    this.options = options;
    this.context = context;
    this.clients = new Clients(options, context.timeout());
    this.tables = new Tables(clients, options);
    this.streams = new AppendStreams(clients, options);
    this.reading = new TableReading(new Queries(clients, options, context.timeout()), options);
    this.traits =
        options.mode() == Mode.MIRROR
            ? SinkTraits.mirror(MOST_BYTES)
            : SinkTraits.events(true, MOST_BYTES);
  }

  @Override
  public SinkTraits traits() {
    return traits;
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    return attempt(
        "preparing table " + target.name(),
        options.schemaSync()
            ? "bigquery.tables.get, bigquery.tables.create or bigquery.tables.update"
            : "bigquery.tables.get",
        target.name(),
        () -> {
          TableTarget prepared =
              new TableTarget(tables, target, sample, options, context, droppedValues);
          targets.put(id(target.name(), target.resource()), prepared);
          return prepared.key();
        });
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    BatchWrite write = new BatchWrite(streams, context.replicator(), context.timeout());
    for (Map.Entry<TableTarget, List<Delivery>> part : parts(batch).entrySet()) {
      try {
        append(write, part.getKey(), part.getValue());
      } catch (SinkException e) {
        throw write.afterDeliveries(e);
      }
    }
    return write.rejections();
  }

  private void append(BatchWrite write, TableTarget target, List<Delivery> deliveries)
      throws SinkException, InterruptedException {
    attempt(
        "writing " + deliveries.size() + " records to table " + target.name(),
        "bigquery.tables.get or bigquery.tables.update",
        target.name(),
        () -> {
          write.write(target, deliveries);
          return target;
        });
  }

  /** Deliveries by target, in their order. */
  private Map<TableTarget, List<Delivery>> parts(List<Delivery> batch) {
    Map<TableTarget, List<Delivery>> parts = new LinkedHashMap<>();
    for (Delivery delivery : batch) {
      TableTarget target = prepared(delivery.target(), delivery.resource());
      parts.computeIfAbsent(target, _ -> new ArrayList<>()).add(delivery);
    }
    return parts;
  }

  @Override
  public List<StoredRow> rows(Target target, KeyFields key, @Nullable Document after, int most)
      throws SinkException, InterruptedException {
    return read(target, table -> reading.page(table, key, after, most));
  }

  @Override
  public List<StoredRow> find(Target target, KeyFields key, List<Document> keys)
      throws SinkException, InterruptedException {
    return keys.isEmpty() ? List.of() : read(target, table -> reading.find(table, key, keys));
  }

  @Override
  public Optional<StoredRow> readBack(Target target, KeyFields keyFields, Key key, Document row) {
    return ReadBack.written(prepared(target.name(), target.resource()), keyFields, key, row);
  }

  /** A way of reading rows. */
  private interface Reading {
    List<StoredRow> read(TableTarget table) throws IOException, SinkException;
  }

  private List<StoredRow> read(Target target, Reading rows)
      throws SinkException, InterruptedException {
    TableTarget table = prepared(target.name(), target.resource());
    return attempt(
        "reading table " + target.name(),
        "bigquery.jobs.create or bigquery.tables.getData",
        target.name(),
        () -> rows.read(table));
  }

  private TableTarget prepared(String name, String resource) {
    TableTarget target = targets.get(id(name, resource));
    if (target == null) {
      throw new IllegalStateException("target " + name + " was not prepared");
    }
    return target;
  }

  @Override
  public void probe() throws SinkException, InterruptedException {
    attempt(
        "asking for dataset " + options.datasetId(),
        "bigquery.datasets.get",
        null,
        () -> {
          String problem = tables.datasetProblem();
          if (problem != null && !options.ensureDataset()) {
            throw new SinkException.Denied(context.replicator() + ": " + problem + ".", null);
          }
          return options;
        });
  }

  private <T> T attempt(String what, String permission, @Nullable String target, Callable<T> work)
      throws SinkException, InterruptedException {
    try {
      return Interruptible.call(work);
    } catch (IOException e) {
      throwIfInterrupted(e);
      throw RestFailures.of(e, context.replicator() + ": " + what, permission, target);
    } catch (SinkException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** An interrupt closes the socket: the client reports that, we report the interrupt. */
  private static void throwIfInterrupted(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException("interrupted while calling");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** {@code connections} opened for rows, and {@code droppedValues} of fields without a column. */
  @Override
  public Map<String, Long> metrics() {
    return Map.of("connections", streams.opened(), "droppedValues", droppedValues.sum());
  }

  @Override
  public void close() {
    streams.close();
    clients.close();
  }

  private static String id(String target, String resource) {
    return target + '\0' + resource;
  }

  @Override
  public String toString() {
    return "BigquerySink[" + options.target() + "]";
  }
}
