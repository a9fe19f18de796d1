package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.store.ObjectStore;
import io.s3db.testkit.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long an insert takes with the plugin and without, when the store answers in 20 ms. Databases
 * take turns, so that what disturbs the machine disturbs all of them.
 */
final class WriteLatency implements Benchmark {
  private static final Duration ANSWER = Duration.ofMillis(20);
  private static final String PLAIN = "without the plugin";
  private static final String PROCESS = "durability process";
  private static final String DISK = "durability disk";

  private static final int FORCES = 100;
  private static final byte[] RECORD = new byte[400];

  private final AtomicInteger number = new AtomicInteger();

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    try (TestDatabase first = stage.freshDatabase();
        TestDatabase second = stage.freshDatabase();
        Source plain = Source.plain(slow());
        Source process = replicated(stage, Durability.PROCESS, first);
        Source disk = replicated(stage, Durability.DISK, second)) {
      Map<String, Source> sources = new LinkedHashMap<>();
      sources.put(PLAIN, plain);
      sources.put(PROCESS, process);
      sources.put(DISK, disk);
      takeTurns(
          sources, 16, stage.scale().latencyRounds(), stage.scale().latencyRound()); // warms up
      List<Figure> figures = new ArrayList<>();
      figures.add(force(stage));
      for (int writers : new int[] {1, 16}) {
        figures.addAll(
            figures(
                writers,
                takeTurns(
                    sources,
                    writers,
                    stage.scale().latencyRounds(),
                    stage.scale().latencyRound())));
      }
      return figures;
    }
  }

  /** What the disk alone adds to each write with {@code durability: disk}. */
  private static Figure force(Stage stage) throws Exception {
    Samples samples = new Samples();
    try (RawAppends appends = new RawAppends(stage.freshFolder())) {
      for (int i = 0; i < FORCES; i++) {
        Thread.sleep(ANSWER); // a disk that just wrote answers sooner
        long begun = System.nanoTime();
        appends.append(RECORD);
        samples.addSince(begun);
      }
    }
    return Figure.of("raw: an append of 400 bytes every 20 ms, forced to disk", both(samples));
  }

  private static ObjectStore slow() {
    return new SlowStore(Source.memory(), ANSWER);
  }

  private static Source replicated(Stage stage, Durability durability, TestDatabase database)
      throws Exception {
    return Source.replicated(slow(), stage, durability, 100, database.connectionString());
  }

  private Map<String, Samples> takeTurns(
      Map<String, Source> sources, int writers, int rounds, Duration turn) throws Exception {
    Map<String, Samples> samples = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (var source : sources.entrySet()) {
        write(
            source.getValue(),
            writers,
            turn,
            samples.computeIfAbsent(source.getKey(), _ -> new Samples()));
      }
    }
    return samples;
  }

  private void write(Source source, int writers, Duration turn, Samples samples) throws Exception {
    long end = System.nanoTime() + turn.toNanos();
    Load.each(
        writers,
        _ -> {
          while (System.nanoTime() < end) {
            int n = number.incrementAndGet();
            long begun = System.nanoTime();
            source.insert(n);
            samples.addSince(begun);
          }
        });
  }

  private static List<Figure> figures(int writers, Map<String, Samples> samples) {
    Samples plain = samples.getOrDefault(PLAIN, new Samples());
    return List.of(
        figure(writers, PROCESS, plain, samples, 1.01),
        figure(writers, DISK, plain, samples, 1.05));
  }

  private static Figure figure(
      int writers, String how, Samples plain, Map<String, Samples> samples, double budget) {
    Samples with = samples.getOrDefault(how, new Samples());
    double ratio = with.median() / plain.median();
    return Figure.of(
            "write, store answers in 20 ms, "
                + writers
                + (writers == 1 ? " writer, " : " writers, ")
                + how,
            both(with))
        .beside(PLAIN + ": " + both(plain), Text.times(ratio) + " at p50")
        .budget("at most " + Text.times(budget) + " at p50", ratio <= budget);
  }

  private static String both(Samples samples) {
    return "p50 " + Text.millis(samples.median()) + ", p99 " + Text.millis(samples.quantile(0.99));
  }
}
