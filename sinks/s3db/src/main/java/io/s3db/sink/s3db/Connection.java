package io.s3db.sink.s3db;

import io.s3db.S3dbException;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The target database, connected with the first use and kept. */
final class Connection implements AutoCloseable {
  private static final int MOST_STATES = 100_000;

  /** The parts that exist once the database is connected. */
  record Open(
      TargetDatabase database, TargetResources resources, RecordWrites records, Pruning pruning) {}

  private final Supplier<TargetDatabase> connect;
  private final SourceDefinitions source;
  private final SinkContext context;
  private final S3dbOptions options;
  private final Lock changing = new ReentrantLock();
  private volatile @Nullable Open open;
  private volatile boolean closed;

  Connection(
      Supplier<TargetDatabase> connect,
      SourceDefinitions source,
      SinkContext context,
      S3dbOptions options) {
    this.connect = connect;
    this.source = source;
    this.context = context;
    this.options = options;
  }

  /** The database; connects if that has not succeeded yet. */
  Open open() throws SinkException, InterruptedException {
    Open present = open;
    if (present != null && !closed) {
      return present;
    }
    changing.lockInterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the destination " + options.target() + " is closed");
      }
      if (open == null) {
        open = connect();
      }
      return open;
    } catch (S3dbException e) {
      throw new S3dbFailures(options.target()).exception("Connecting", "", e);
    } finally {
      changing.unlock();
    }
  }

  /** The database, if it is connected. */
  Optional<Open> present() {
    return Optional.ofNullable(open);
  }

  private Open connect() {
    TargetDatabase database = connect.get();
    Tombstones tombstones = new Tombstones(database.store());
    return new Open(
        database,
        new TargetResources(database, source, context, options.schemaSync()),
        new RecordWrites(database.records(), tombstones, new KnownStates(MOST_STATES)),
        new Pruning(tombstones, context));
  }

  @Override
  public void close() {
    changing.lock();
    try {
      closed = true;
      Open present = open;
      open = null;
      if (present != null) {
        present.pruning().close();
        present.database().close();
      }
    } finally {
      changing.unlock();
    }
  }
}
