package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How long PostgreSQL is behind while it is alone, and while four others in trouble get the same
 * changes: one that is dead, one that answers after two seconds, one that is throttled, and one
 * that refuses every hundredth record. And while four that are well get them: what is delivered
 * takes processor time, and trouble should take no more.
 *
 * <p>At 100 writes a second the processors have time to spare: what is seen is whether destinations
 * wait for each other. At 500 they also compete for two processors. PostgreSQL is on this machine,
 * where a row is visible within a millisecond and each wake-up of a thread shows, and behind a
 * {@link Distance}, as warehouses are.
 *
 * <p>The three take turns, each with a database and a journal of its own, so that what disturbs the
 * machine disturbs all.
 */
final class Neighbours implements Benchmark {
  private static final int CALM = 100;
  private static final int BUSY = 500;
  private static final double BUDGET = 1.1;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    try (Receivers receivers = Receivers.start();
        TestDatabase any = stage.freshDatabase();
        Distance distance = Distance.before(any)) {
      String dead = "http://127.0.0.1:" + deadPort() + "/";
      Consumer<ReplicatorPlugin.Builder> inTrouble =
          builder ->
              builder
                  .replicator(webhook("dead", dead))
                  .replicator(webhook("slow", receivers.url(Manner.SLOW)))
                  .replicator(webhook("throttled", receivers.url(Manner.THROTTLED)))
                  .replicator(webhook("picky", receivers.url(Manner.PICKY)));
      Consumer<ReplicatorPlugin.Builder> well =
          builder ->
              List.of("first", "second", "third", "fourth")
                  .forEach(id -> builder.replicator(webhook(id, receivers.url(Manner.WELL))));
      Place near = new Place("on this machine", TestDatabase::connectionString);
      Place far = new Place(Distance.ROUND_TRIP.toMillis() + " ms away", distance::to);
      // Until the compiler is done it is the worst of neighbours.
      for (int turn = 0; turn < stage.scale().turns() / 2; turn++) {
        measure(stage, near, BUSY, inTrouble);
      }
      List<Figure> figures = new ArrayList<>();
      for (int rate : List.of(CALM, BUSY)) {
        figures.addAll(figures(stage, near, rate, inTrouble, well));
      }
      figures.addAll(figures(stage, far, CALM, inTrouble, well));
      return figures;
    }
  }

  /** Where PostgreSQL is, and how the plugin reaches it. */
  private record Place(String name, Function<TestDatabase, String> connectionString) {}

  private static List<Figure> figures(
      Stage stage,
      Place place,
      int rate,
      Consumer<ReplicatorPlugin.Builder> inTrouble,
      Consumer<ReplicatorPlugin.Builder> well)
      throws Exception {
    Turns alone = new Turns();
    Turns besideTrouble = new Turns();
    Turns besideWell = new Turns();
    for (int round = 0; round < stage.scale().turns(); round++) {
      alone.add(measure(stage, place, rate, _ -> {}));
      besideTrouble.add(measure(stage, place, rate, inTrouble));
      besideWell.add(measure(stage, place, rate, well));
    }
    String where = "visible in PostgreSQL " + place.name() + ", " + rate + " writes/s, beside ";
    return List.of(
        figure(where + "a dead, a slow, a throttled and a picky webhook", alone, besideTrouble)
            .budget("at most 1.1x at p99", ratio(alone, besideTrouble) <= BUDGET),
        figure(where + "four webhooks that are well", alone, besideWell));
  }

  private static Figure figure(String what, Turns alone, Turns beside) {
    return Figure.of(what + ", " + beside.size() + " turns", beside.text())
        .beside("alone: " + alone.text(), Text.times(ratio(alone, beside)) + " at p99");
  }

  private static double ratio(Turns alone, Turns beside) {
    return beside.quantile(0.99) / alone.quantile(0.99);
  }

  private static Samples measure(
      Stage stage, Place place, int rate, Consumer<ReplicatorPlugin.Builder> others)
      throws Exception {
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(
                Source.memory(),
                stage,
                Durability.DISK,
                100,
                place.connectionString().apply(database),
                others)) {
      return Freshness.measure(source, database, rate, stage.scale().turn());
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
