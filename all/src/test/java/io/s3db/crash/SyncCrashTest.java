package io.s3db.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.crash.Life.Place;
import io.s3db.replicator.spi.Delivery;
import io.s3db.testkit.file.FakeDisk.Loss;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Existing records are copied while some are written, and the process ends at every step of the
 * copy in turn; it is started again, and in the end the destinations have everything.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SyncCrashTest {
  private static final int KEYS = 9;

  @ParameterizedTest
  @EnumSource
  void goesOnWhereverTheProcessEnds(Place place) throws InterruptedException {
    everywhere(place, Loss.NOTHING);
  }

  @ParameterizedTest
  @EnumSource(names = {"FILES", "STATE"})
  void goesOnWhereverThePowerIsCut(Place place) throws InterruptedException {
    everywhere(place, Loss.EVERYTHING);
  }

  private static void everywhere(Place place, Loss loss) throws InterruptedException {
    boolean crashed = true;
    int step = 1;
    while (crashed) {
      String context = "%s, step %d, loss %s".formatted(place, step, loss);
      Machine machine = machine(step);
      crashed = live(machine, Life.endingAt(place, step), place, step, loss, context);
      boolean again = live(machine, Life.untilTold(), place, Integer.MAX_VALUE, loss, context);
      assertThat(again).as(context).isFalse();
      check(machine, context);
      step++;
    }
    assertThat(step).as("steps of %s", place).isGreaterThan(8);
    System.out.println("[sync] " + place + ": " + (step - 2) + " crashes, loss " + loss);
  }

  private static Machine machine(long seed) {
    Machine machine = new Machine(seed);
    try (S3db db = S3db.builder().store(machine.store).connect()) {
      Resource items = db.resource(Machine.ITEMS);
      for (int i = 0; i < KEYS; i++) {
        items.insert(Document.of("id", "k" + i, "n", i));
      }
    }
    return machine;
  }

  private static boolean live(
      Machine machine, Life life, Place place, int step, Loss loss, String context)
      throws InterruptedException {
    machine.arm(life, place, step);
    CrashPlugin plugin = new CrashPlugin(machine, life);
    try (S3db db = S3db.builder().store(machine.store).plugin(plugin).connect()) {
      plugin.resolve();
      plugin.syncOnce();
      write(db.resource(Machine.ITEMS));
      boolean copied = plugin.synced();
      assertThat(copied || life.isOver()).as("%s: copied in time; %s", context, plugin).isTrue();
      assertThat(plugin.settle() || life.isOver()).as("%s; %s", context, plugin).isTrue();
    } catch (RuntimeException | Error e) {
      if (!life.isOver() || e instanceof AssertionError) {
        throw e;
      }
    }
    boolean crashed = life.isOver();
    life.end();
    machine.restart(crashed ? loss : Loss.NOTHING);
    return crashed;
  }

  private static void write(Resource items) {
    items.upsert(Document.of("id", "k4", "n", 400));
    if (items.exists("k8")) {
      items.delete("k8");
    }
    items.upsert(Document.of("id", "new", "n", 1));
  }

  private static void check(Machine machine, String context) {
    Map<String, Long> source = new TreeMap<>();
    try (S3db db = S3db.builder().store(machine.store).connect();
        Stream<Document> all = db.resource(Machine.ITEMS).stream()) {
      all.forEach(item -> source.put(item.id(), item.integer("n")));
    }
    assertThat(source).as(context).hasSize(KEYS);
    Map<String, Long> rows = new TreeMap<>();
    machine.mirror.rows(Machine.ITEMS).forEach(row -> rows.put(row.id(), row.integer("n")));
    assertThat(rows).as("%s: the mirror equals the source", context).isEqualTo(source);

    Set<String> told =
        machine.events.delivered().stream().map(Delivery::recordId).collect(Collectors.toSet());
    assertThat(told).as("%s: every record is told", context).containsAll(source.keySet());
    Map<String, String> names = new HashMap<>();
    for (Delivery each : machine.events.delivered()) {
      if (each.id().event().isSnapshot()) {
        assertThat(names.computeIfAbsent(each.recordId(), _ -> each.id().toString()))
            .as("%s: a record that is copied twice has one name", context)
            .isEqualTo(each.id().toString());
      }
    }
  }
}
