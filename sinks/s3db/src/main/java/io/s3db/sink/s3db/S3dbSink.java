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
import io.s3db.replicator.spi.Target;
import io.s3db.store.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A mirror in another S3DB database: each record is written with the version it has at the source,
 * conditionally, so that a repetition changes nothing and an older version never wins.
 *
 * <p>Records of a batch are written side by side; there is no transaction over them. The database
 * is connected with the first use.
 */
final class S3dbSink implements Sink {
  private static final long MAX_BYTES = 8L << 20;
  private static final ObjectKey CATALOGUE = ObjectKey.of("s3db.json");

  private final Connection connection;
  private final ParallelWrites writes;
  private final S3dbFailures failures;
  private final SinkContext context;

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
                S3db.builder().connectionString(options.connectionString().reveal())));
  }

  S3dbSink(
      S3dbOptions options,
      SinkContext context,
      SourceDefinitions source,
      Supplier<TargetDatabase> connect) {
    this.connection = new Connection(connect, source, context, options);
    this.writes = new ParallelWrites(options.parallelRequests());
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
  public void probe() throws SinkException, InterruptedException {
    Connection.Open open = connection.open();
    try {
      open.database().store().head(CATALOGUE);
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
    open.records().put(resource, id, fields, delivery.version());
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
