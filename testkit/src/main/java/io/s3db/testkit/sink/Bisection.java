package io.s3db.testkit.sink;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import java.util.ArrayList;
import java.util.List;

/** Writes as a lane does: a batch refused as a whole is halved until the guilty record is known. */
final class Bisection {
  private Bisection() {}

  static List<Rejection> write(Sink sink, List<Delivery> batch)
      throws SinkException, InterruptedException {
    try {
      return sink.write(batch);
    } catch (SinkException.BatchRefused refused) {
      if (batch.size() == 1) {
        return List.of(
            new Rejection(
                batch.getFirst().id(),
                refused.kind(),
                refused.code(),
                String.valueOf(refused.getMessage())));
      }
      int half = batch.size() / 2;
      List<Rejection> rejections = new ArrayList<>(write(sink, batch.subList(0, half)));
      rejections.addAll(write(sink, batch.subList(half, batch.size())));
      return rejections;
    }
  }
}
