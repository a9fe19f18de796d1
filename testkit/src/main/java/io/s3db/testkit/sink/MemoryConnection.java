package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of several ways into the same memory; closing it leaves the others open. */
final class MemoryConnection implements Sink, Verifiable {
  private final MemorySink destination;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  MemoryConnection(MemorySink destination, Runnable onClose) {
    this.destination = destination;
    this.onClose = onClose;
  }

  @Override
  public SinkTraits traits() {
    return destination.traits();
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    return open().prepare(target, sample);
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    return open().write(batch);
  }

  @Override
  public List<StoredRow> rows(Target target, KeyFields key, @Nullable Document after, int most)
      throws SinkException, InterruptedException {
    return open().rows(target, key, after, most);
  }

  @Override
  public List<StoredRow> find(Target target, KeyFields key, List<Document> keys)
      throws SinkException, InterruptedException {
    return open().find(target, key, keys);
  }

  @Override
  public Optional<StoredRow> readBack(Target target, KeyFields keyFields, Key key, Document row) {
    return open().readBack(target, keyFields, key, row);
  }

  @Override
  public void probe() throws SinkException, InterruptedException {
    open().probe();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      onClose.run();
    }
  }

  private MemorySink open() {
    if (closed.get()) {
      throw new IllegalStateException("the memory sink is closed");
    }
    return destination;
  }
}
