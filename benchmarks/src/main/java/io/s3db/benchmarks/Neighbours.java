package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long PostgreSQL is behind while it is alone, and while four others in trouble get the same
 * changes: one that is dead, one that answers after two seconds, one that is throttled, and one
 * that refuses every hundredth record.
 *
 * <p>They take turns, each with a database and a journal of its own, so that what disturbs the
 * machine disturbs both.
 */
final class Neighbours implements Benchmark {
  private static final int RATE = 500;
  private static final double BUDGET = 1.1;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    try (Receivers receivers = Receivers.start()) {
      String dead = "http://127.0.0.1:" + deadPort() + "/";
      Consumer<ReplicatorPlugin.Builder> others =
          builder ->
              builder
                  .replicator(webhook("dead", dead))
                  .replicator(webhook("slow", receivers.url(Manner.SLOW)))
                  .replicator(webhook("throttled", receivers.url(Manner.THROTTLED)))
                  .replicator(webhook("picky", receivers.url(Manner.PICKY)));
      for (int turn = 0; turn < stage.scale().turns() / 2; turn++) {
        measure(stage, others); // warms up: until then the compiler is the worst of neighbours
      }
      Turns alone = new Turns();
      Turns beside = new Turns();
      for (int round = 0; round < stage.scale().turns(); round++) {
        if (round % 2 == 0) {
          alone.add(measure(stage, _ -> {}));
          beside.add(measure(stage, others));
        } else {
          beside.add(measure(stage, others));
          alone.add(measure(stage, _ -> {}));
        }
      }
      return List.of(figure(alone, beside));
    }
  }

  private static Figure figure(Turns alone, Turns beside) {
    double ratio = beside.quantile(0.99) / alone.quantile(0.99);
    return Figure.of(
            "visible in PostgreSQL beside a dead, a slow, a throttled and a picky destination, "
                + RATE
                + " writes/s, "
                + beside.size()
                + " turns",
            beside.text())
        .beside("alone: " + alone.text(), Text.times(ratio) + " at p99")
        .budget("at most 1.1x at p99", ratio <= BUDGET);
  }

  private static Samples measure(Stage stage, Consumer<ReplicatorPlugin.Builder> others)
      throws Exception {
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(
                Source.memory(),
                stage,
                Durability.DISK,
                100,
                database.connectionString(),
                others)) {
      return Freshness.measure(source, database, stage.scale().turn());
    }
  }

  private static Replicator webhook(String id, String url) {
    return Replicator.builder("webhook").id(id).resources(Orders.NAME).config("url", url).build();
  }

  /** A port at which nobody listens. */
  private static int deadPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
