package io.s3db.replicator.fake;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import java.util.List;
import java.util.Set;

/** One connection to a {@link FakeWarehouse}. */
final class FakeSink implements Sink {
  private static final long MAX_BYTES = 1 << 20;

  private final FakeWarehouse warehouse;
  private final SinkContext context;
  private final SinkTraits traits;

  FakeSink(FakeWarehouse warehouse, SinkContext context, boolean events) {
    this.warehouse = warehouse;
    this.context = context;
    this.traits = events ? SinkTraits.events(true, MAX_BYTES) : SinkTraits.mirror(MAX_BYTES);
  }

  @Override
  public SinkTraits traits() {
    return traits;
  }

  @Override
  public KeyFields prepare(Target target, Document sample) throws SinkException {
    probe();
    if (warehouse.lacks(target.name())) {
      throw missing(target.name());
    }
    context.addFieldsWritten(target.route(), Set.copyOf(sample.names()));
    return KeyFields.of(target.key().isEmpty() ? warehouse.key(target.name()) : target.key());
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException {
    probe();
    for (Delivery delivery : batch) {
      if (warehouse.lacks(delivery.target())) {
        throw missing(delivery.target());
      }
    }
    return warehouse.take(batch);
  }

  private static SinkException missing(String table) {
    return new SinkException.TargetDenied(table, "There is no table " + table + ".", null);
  }

  @Override
  public void probe() throws SinkException {
    if (warehouse.down()) {
      throw new SinkException.Unavailable("connection refused", null);
    }
  }

  @Override
  public void close() {}
}
