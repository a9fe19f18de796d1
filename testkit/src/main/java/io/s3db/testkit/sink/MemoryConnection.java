package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One of several ways into the same memory; closing it leaves the others open. */
final class MemoryConnection implements Sink {
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
