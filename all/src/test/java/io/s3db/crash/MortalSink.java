package io.s3db.crash;

import io.s3db.Document;
import io.s3db.crash.Life.Place;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import java.util.List;

/** A way to a destination that ends with the process; the destination itself goes on. */
record MortalSink(Sink sink, Life life) implements Sink {
  @Override
  public SinkTraits traits() {
    return sink.traits();
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    return sink.prepare(target, sample);
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    life.step(Place.SINK);
    List<Rejection> refused = sink.write(batch);
    life.step(Place.SINK);
    return refused;
  }

  @Override
  public void probe() throws SinkException, InterruptedException {
    sink.probe();
  }

  @Override
  public void close() {
    sink.close();
  }
}
