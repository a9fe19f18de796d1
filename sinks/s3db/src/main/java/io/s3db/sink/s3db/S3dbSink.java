package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.S3dbException;
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
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A mirror in another S3DB database: each record is written with the version it has at the source,
 * conditionally, so that a repetition changes nothing and an older version never wins.
 *
 * <p>Records of a batch are written side by side; there is no transaction over them. The database
 * is connected with the first use.
 */
final class S3dbSink implements Sink, Verifiable {
  private static final long MAX_BYTES = 8L << 20;
  private static final ObjectKey CATALOGUE = ObjectKey.of("s3db.json");

  private final Connection connection;
  private final ParallelWrites writes;
  private final ParallelReads reads;
  private final S3dbFailures failures;
  private final SinkContext context;
  private final BooleanSupplier exists;

  /**
   * Opens the sink; connects to nothing.
   *
   * @throws IllegalArgumentException if the target is the source
   */
  static S3dbSink open(S3dbOptions options, SinkContext context) {
    if (SameDatabase.is(context.source().describe(), options.target())) {
      throw new IllegalArgumentException(
          "Replicator '%s' would replicate %s to itself: give it the connection string of another database."
              .formatted(context.replicator(), options.target()));
    }
    return new S3dbSink(
        options,
        context,
        SourceDefinitions.of(context.source()),
        () ->
            TargetDatabase.connect(
                S3db.builder().connectionString(options.connectionString().reveal())),
        () -> {
          try (ObjectStore store = ObjectStores.open(options.connectionString().reveal())) {
            return isThere(store);
          }
        });
  }

  /** Asks by a listing: to a question for one object a bucket that is missing answers the same. */
  static boolean isThere(ObjectStore store) {
    return !store.list(CATALOGUE.toString(), null, 1).entries().isEmpty();
  }

  S3dbSink(
      S3dbOptions options,
      SinkContext context,
      SourceDefinitions source,
      Supplier<TargetDatabase> connect,
      BooleanSupplier exists) {
    this.exists = exists;
    this.connection = new Connection(connect, source, context, options);
    this.writes = new ParallelWrites(options.parallelRequests());
    this.reads = new ParallelReads(options.parallelRequests());
    this.failures = new S3dbFailures(options.target());
    this.context = context;
  }

  @Override
  public SinkTraits traits() {
    return SinkTraits.mirror(MAX_BYTES);
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    if (target.key().size() > 1) {
      throw new SinkException.TargetDenied(
          target.name(),
          "The key of %s has the fields %s, but a record of S3DB has one id: name one field."
              .formatted(target.name(), String.join(", ", target.key())),
          null);
    }
    Connection.Open open = connection.open();
    try {
      open.resources().prepare(target, Row.fields(sample));
    } catch (S3dbException e) {
      throw failure("Preparing resource " + target.name(), target.name(), e);
    }
    if (!target.key().isEmpty()) {
      return KeyFields.of(target.key());
    }
    return sample.get("id") == null ? KeyFields.recordId("id") : KeyFields.of(List.of("id"));
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    Connection.Open open = connection.open();
    open.pruning().startIfDue();
    return writes.all(batch, delivery -> write(open, delivery));
  }

  @Override
  public List<StoredRow> rows(Target target, KeyFields key, @Nullable Document after, int most)
      throws SinkException, InterruptedException {
    StoredRows stored = new StoredRows(connection.open(), reads, target.name(), key);
    try {
      return stored.page(after, most);
    } catch (S3dbException e) {
      throw failure("Reading resource " + target.name(), target.name(), e);
    }
  }

  @Override
  public List<StoredRow> find(Target target, KeyFields key, List<Document> keys)
      throws SinkException, InterruptedException {
    StoredRows stored = new StoredRows(connection.open(), reads, target.name(), key);
    try {
      return stored.find(keys);
    } catch (S3dbException e) {
      throw failure("Reading resource " + target.name(), target.name(), e);
    }
  }

  @Override
  public Optional<StoredRow> readBack(Target target, KeyFields keyFields, Key key, Document row) {
    return connection
        .present()
        .flatMap(open -> ReadBack.written(open, target.name(), keyFields, key, row));
  }

  /** A database that is not there yet is not made: that is for the first record. */
  @Override
  public void probe() throws SinkException, InterruptedException {
    try {
      if (connection.present().isPresent() || exists.getAsBoolean()) {
        connection.open().database().store().head(CATALOGUE);
      }
    } catch (S3dbException e) {
      throw failure("Reading the catalogue", "", e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private Optional<Rejection> write(Connection.Open open, Delivery delivery)
      throws SinkException, InterruptedException {
    Optional<String> id = Row.id(delivery.key());
    if (id.isEmpty()) {
      return Optional.of(
          new Rejection(
              delivery.id(),
              Rejection.Kind.PERMANENT,
              "INVALID_ID",
              "The key " + delivery.key() + " cannot be the id of a record: it must be a text."));
    }
    try {
      apply(open, delivery, id.get());
      return Optional.empty();
    } catch (S3dbException e) {
      Optional<Rejection> rejection = failures.rejection(delivery, e);
      if (rejection.isPresent()) {
        return rejection;
      }
      String attempted =
          "The %s of %s/%s".formatted(delivery.operation().word(), delivery.target(), id.get());
      throw failure(attempted, delivery.target(), e);
    }
  }

  private void apply(Connection.Open open, Delivery delivery, String id)
      throws InterruptedException {
    String resource = delivery.target();
    for (Key replaced : delivery.replacedKeys()) {
      Row.id(replaced)
          .ifPresent(old -> open.records().remove(resource, old, delivery.version().tombstone()));
    }
    if (delivery.removes() || delivery.data() == null) {
      open.records().remove(resource, id, delivery.version().tombstone());
      return;
    }
    if (Row.hidesAnId(delivery, id)) {
      context.warn(
          "FIELD_DROPPED",
          resource + ".id",
          "Field 'id' of %s is left out: the configured key is the id of the record there."
              .formatted(resource));
    }
    Document fields = open.resources().fit(resource, Row.fields(delivery.data()));
    if (delivery.id().event().isSnapshot() && !open.database().hasJournals()) {
      open.records().repair(resource, id, fields, delivery.version());
    } else {
      open.records().put(resource, id, fields, delivery.version());
    }
  }

  /** The failure, or the interrupt that caused it. */
  private SinkException failure(String attempted, String resource, S3dbException e)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return failures.exception(attempted, resource, e);
  }
}
