package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the heap is used after a collection while changes wait for a destination that is not
 * there. They are updates of few records, since the store is in the same heap.
 */
final class BacklogHeap implements Benchmark {
  private static final double MOST_GROWTH = 4 << 20;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int keys = stage.scale().keys();
    try (Source source = Source.replicated(stage, Durability.PROCESS, 100, nobody())) {
      Load.range(Load.MANY, 0, keys, source::insert);
      List<String> texts = new ArrayList<>();
      List<Long> used = new ArrayList<>();
      int written = 0;
      for (int backlog : stage.scale().backlog()) {
        Load.range(
            Load.MANY,
            written,
            backlog,
            n -> source.orders().update(Orders.id(n % keys), Orders.change(n)));
        written = backlog;
        used.add(usedHeap());
        texts.add(Text.mebibytes(used.getLast()) + " at " + Text.count(backlog));
      }
      long growth = used.getLast() - used.getFirst();
      return List.of(
          Figure.of("heap used while changes wait for a dead destination", String.join(", ", texts))
              .beside("", Text.times((double) used.getLast() / used.getFirst()) + " last to first")
              .budget("flat (within " + Text.mebibytes(MOST_GROWTH) + ")", growth <= MOST_GROWTH));
    }
  }

  /** The address of a server that does not run: every connection is refused. */
  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "postgresql://postgres@127.0.0.1:" + socket.getLocalPort() + "/nobody";
    }
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
