package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.Events;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ParkedKeysTest {
  private static Parked parked(long number, String record, long due, boolean mergeable) {
    ChangeEvent event = Events.inserted(number, "orders", Document.of("id", record));
    return new Parked(
        new RecordKey("orders#0", record),
        new DeliveryId(event.id(), 0),
        number,
        event,
        100,
        1,
        "",
        Instant.ofEpochSecond(due),
        Position.START,
        Position.START,
        mergeable);
  }

  @Test
  void whetherItDependsOnOtherRecordsSurvivesARestart() {
    Position end = new Position(1, 500);
    for (boolean dependent : new boolean[] {true, false}) {
      ParkedChange saved =
          new ParkedChange(
              StreamId.main("copy"),
              new DeliveryId(Events.id(1), 0),
              7,
              Events.inserted(1, "orders", Document.of("id", "o1")),
              2,
              "refused",
              dependent,
              Events.at(9));

      Parked restored = Parked.of(saved, end);

      assertThat(restored.last()).isEqualTo(dependent ? end : Position.START);
      assertThat(restored.in(StreamId.main("copy"))).isEqualTo(saved);
    }
  }

  @Test
  void mergesOnlyWhatWaitsBehindTheFirst() {
    ParkedKeys keys = new ParkedKeys();
    assertThat(keys.add(parked(1, "a", 5, true))).isEmpty();
    assertThat(keys.add(parked(2, "a", 0, true))).isEmpty();
    assertThat(keys.add(parked(3, "a", 0, true)))
        .hasValueSatisfying(replaced -> assertThat(replaced.order()).isEqualTo(2));
    assertThat(keys.add(parked(4, "a", 0, false))).isEmpty();
    assertThat(keys.count()).isEqualTo(3);
    assertThat(keys.bytes()).isEqualTo(300);
    assertThat(keys.nextDue()).isEqualTo(Instant.ofEpochSecond(5));
    keys.done(new RecordKey("orders#0", "a"));
    assertThat(keys.nextDue()).as("the next is due at once").isEqualTo(Instant.MIN);
  }

  @Test
  void agreesWithASimpleModel() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int history = 0; history < 500; history++) {
      ParkedKeys keys = new ParkedKeys();
      Map<String, List<Long>> model = new TreeMap<>();
      for (int step = 1; step < 80; step++) {
        String record = "r" + random.nextInt(4);
        RecordKey key = new RecordKey("orders#0", record);
        List<Long> line = model.computeIfAbsent(record, _ -> new ArrayList<>());
        if (random.nextBoolean()) {
          keys.add(parked(step, record, random.nextInt(50), false));
          line.add((long) step);
        } else if (!line.isEmpty()) {
          keys.done(key);
          line.removeFirst();
        }
        assertThat(keys.holds(key)).as("seed %s", seed).isEqualTo(!line.isEmpty());
        assertThat(keys.holdsBack(key, step)).isEqualTo(!line.isEmpty() && line.getFirst() < step);
        List<Long> heads = keys.due(Instant.MAX, 100).stream().map(Parked::order).sorted().toList();
        assertThat(heads)
            .as("seed %s: the first of each line", seed)
            .isEqualTo(
                model.values().stream()
                    .filter(l -> !l.isEmpty())
                    .map(List::getFirst)
                    .sorted()
                    .toList());
        assertThat(keys.count()).isEqualTo(model.values().stream().mapToInt(List::size).sum());
      }
    }
  }
}
