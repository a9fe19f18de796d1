package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.state.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories with random outages and refusals, in which the process dies at one step after
 * the other, compared with what must come of them.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class CrashTest {
  private static final int CHANGES = 60;

  @Test
  void eventsSurviveDeathAtEachStep() throws InterruptedException {
    for (int step = 0; step < 40; step++) {
      new History(1000 + step, ScriptedSink.events(), step).run();
    }
  }

  @Test
  void mirrorsSurviveDeathAtEachStep() throws InterruptedException {
    for (int step = 0; step < 40; step++) {
      new History(2000 + step, ScriptedSink.mirror(), step).run();
    }
  }

  @Test
  void mirrorsWithChangingKeysSurviveDeathAtEachStep() throws InterruptedException {
    for (int step = 0; step < 40; step++) {
      new History(3000 + step, ScriptedSink.mirror().key("k"), step).run();
    }
  }

  @Test
  void randomHistoriesEndRight() throws InterruptedException {
    runHistories(30);
  }

  @Test
  @Tag("long")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void thousandsOfRandomHistoriesEndRight() throws InterruptedException {
    runHistories(3000);
  }

  private static void runHistories(int count) throws InterruptedException {
    long seed = System.nanoTime();
    for (int i = 0; i < count; i++) {
      ScriptedSink sink = i % 3 == 0 ? ScriptedSink.events() : ScriptedSink.mirror();
      new History(seed + i, i % 3 == 1 ? sink.key("k") : sink, 20 + i % 200).run();
    }
  }

  /** One history: changes before, between and after several deaths. */
  private static final class History {
    private final long seed;
    private final Random random;
    private final Rig rig;
    private final ScriptedSink sink;
    private final int firstDeath;
    private final Map<String, List<String>> written = new TreeMap<>();
    private final Map<String, Integer> odd = new HashMap<>();

    History(long seed, ScriptedSink sink, int firstDeath) {
      this.seed = seed;
      this.random = new Random(seed);
      this.sink = sink;
      this.firstDeath = firstDeath;
      this.rig = new Rig(sink).route("orders").options(o -> o.withBatchSize(7));
      sink.script(this::decide);
    }

    void run() throws InterruptedException {
      System.out.println("seed " + seed + ", death at " + firstDeath);
      int deaths = 1 + random.nextInt(3);
      for (int i = 0; i < deaths; i++) {
        write(CHANGES / 2);
        int lanes = 1 + random.nextInt(4);
        rig.options(o -> o.withConcurrency(lanes));
        Crash crash = new Crash(i == 0 ? firstDeath : random.nextInt(60));
        Destination destination = startOrDie(crash);
        write(CHANGES / 2);
        while (!crash.happened()
            && !destination.awaitReplicated(rig.journal.end(), java.time.Duration.ofSeconds(5))) {
          assertThat(destination.state())
              .isNotIn(ReplicatorState.DISABLED, ReplicatorState.NEEDS_SYNC);
        }
        rig.kill();
      }
      rig.options(o -> o.withConcurrency(3));
      Destination last = rig.start();
      assertThat(rig.await(last)).as("seed %s: %s", seed, last.status()).isTrue();
      check();
      rig.close();
    }

    private Destination startOrDie(Crash crash) throws InterruptedException {
      return rig.start(crash);
    }

    private void write(int changes) {
      for (int i = 0; i < changes; i++) {
        String id = "r" + random.nextInt(8);
        @Nullable Document before = rig.record("orders", id);
        boolean delete = before != null && random.nextInt(5) == 0;
        @Nullable Document after = delete ? null : Document.of("n", i, "k", key(id, before));
        String event = rig.put("orders", id, after).toString();
        written.computeIfAbsent(id, _ -> new ArrayList<>()).add(event + ".0");
      }
    }

    /** A key of the record's own, which changes now and then. */
    private String key(String id, @Nullable Document before) {
      boolean keep = before != null && random.nextInt(3) > 0;
      return keep && before != null ? before.text("k") : id + "-" + random.nextInt(3);
    }

    /** Fails and refuses by chance, but some records always. */
    private synchronized List<Rejection> decide(List<Delivery> batch) throws SinkException {
      int chance = random.nextInt(12);
      if (chance == 0) {
        throw new SinkException.Unavailable("by chance", null);
      }
      if (batch.stream().anyMatch(CrashTest::isBad)) {
        if (random.nextBoolean()) {
          throw new SinkException.BatchRefused(Rejection.Kind.PERMANENT, code(batch), "bad", null);
        }
        return batch.stream()
            .filter(CrashTest::isBad)
            .map(d -> ScriptedSink.refuse(d, Rejection.Kind.PERMANENT, "bad" + d.id()))
            .toList();
      }
      if (chance == 1) {
        Delivery one = batch.get(random.nextInt(batch.size()));
        if (odd.merge(one.id().toString(), 1, Integer::sum) > 2) {
          return List.of(); // never so often that it is given up
        }
        return List.of(ScriptedSink.refuse(one, Rejection.Kind.RETRYABLE, "odd" + one.id()));
      }
      return List.of();
    }

    private static String code(List<Delivery> batch) {
      return "bad" + batch.stream().filter(CrashTest::isBad).findFirst().orElseThrow().id();
    }

    private void check() throws InterruptedException {
      rig.counter("delivered"); // flushes
      assertThat(sink.faults()).as("seed %s", seed).isEmpty();
      long dead = rig.store.deadLetterCount("copy", DeadLetter.Status.DEAD);
      long superseded = rig.store.deadLetterCount("copy", DeadLetter.Status.SUPERSEDED);
      long all = written.values().stream().mapToLong(List::size).sum();
      assertThat(rig.counter("delivered") + rig.counter("superseded") + rig.counter("deadLettered"))
          .as("seed %s: everything is accounted for", seed)
          .isEqualTo(all);
      if (sink.traits().mirror()) {
        checkMirror();
      } else {
        assertThat(rig.counter("deadLettered")).isEqualTo(dead + superseded);
        checkEvents();
      }
    }

    private void checkEvents() throws InterruptedException {
      for (Map.Entry<String, List<String>> record : written.entrySet()) {
        List<String> once = sink.acceptedOf(record.getKey());
        List<String> expected = new ArrayList<>(record.getValue());
        expected.removeIf(id -> !once.contains(id) && isDead(id));
        assertThat(once).as("seed %s: %s in order", seed, record.getKey()).isEqualTo(expected);
      }
    }

    private String story(String recordId) {
      StringBuilder story = new StringBuilder(String.valueOf(written.get(recordId)));
      for (Delivery d : sink.accepted()) {
        if (d.recordId().equals(recordId)) {
          story.append(
              "\n  %s %s %s <- %s %s"
                  .formatted(d.id(), d.operation(), d.key(), d.replacedKeys(), d.data()));
        }
      }
      return story.toString();
    }

    private boolean isDead(String id) {
      return rig.store.deadLetter("copy", io.s3db.replicator.spi.DeliveryId.parse(id)).isPresent();
    }

    private void checkMirror() throws InterruptedException {
      Map<String, Document> expected = new TreeMap<>();
      List<String> badRecords = new ArrayList<>();
      for (DeadLetter letter : rig.dead()) {
        badRecords.add(letter.event().recordId());
      }
      for (String id : written.keySet()) {
        @Nullable Document record = rig.record("orders", id);
        if (record != null && !badRecords.contains(id)) {
          expected.put(id, record);
        }
      }
      Map<String, Document> actual = new TreeMap<>();
      sink.rows().values().stream()
          .filter(row -> !badRecords.contains(row.id()))
          .forEach(
              row ->
                  assertThat(actual.put(row.id(), row))
                      .as("seed %s: one row of %s: %s", seed, row.id(), story(row.id()))
                      .isNull());
      Set<String> different = new TreeSet<>(written.keySet());
      different.removeIf(id -> Objects.equals(actual.get(id), expected.get(id)));
      assertThat(different.stream().map(this::story)).as("seed %s", seed).isEmpty();
    }
  }

  private static boolean isBad(Delivery delivery) {
    return delivery.data() != null
        && !delivery.removes()
        && delivery.data().integer("n", 0) % 13 == 7;
  }
}
