package io.s3db.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.crash.Life.Place;
import io.s3db.testkit.file.FakeDisk.Loss;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process ends at every write of the store, of the journal's files, of the state and of the
 * destinations in turn, before it and after it; then it is started again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashEverywhereTest {
  private static final int HISTORIES = 10;

  @ParameterizedTest
  @EnumSource
  void losesInventsAndReordersNothingWhereverTheProcessEnds(Place place)
      throws InterruptedException {
    crashEverywhere(place, Loss.NOTHING);
  }

  @ParameterizedTest
  @EnumSource(names = {"STORE", "FILES"})
  void losesInventsAndReordersNothingWhereverThePowerIsCut(Place place)
      throws InterruptedException {
    crashEverywhere(place, Loss.EVERYTHING);
  }

  @Test
  void severalCrashesInARowAreNoWorse() throws InterruptedException {
    histories(HISTORIES, System.nanoTime());
  }

  @Test
  @Tag("long")
  void manyCrashesInARowAreNoWorse() throws InterruptedException {
    histories(300 * HISTORIES, System.nanoTime());
  }

  private static void crashEverywhere(Place place, Loss loss) throws InterruptedException {
    int step = 1;
    boolean crashed = true;
    while (crashed) {
      String context = "%s, step %d, loss %s".formatted(place, step, loss);
      CrashHistory history = new CrashHistory(step, loss, context);
      crashed = history.live(place, step);
      history.finishAndCheck();
      step++;
    }
    assertThat(step).as("steps of %s", place).isGreaterThan(10);
    System.out.println(place + ": " + (step - 2) + " crashes, loss " + loss);
  }

  private static void histories(int count, long firstSeed) throws InterruptedException {
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      Random choice = new Random(seed);
      Loss loss = oneOf(Loss.class, choice);
      CrashHistory history = new CrashHistory(seed, loss, "seed " + seed + ", loss " + loss);
      for (int life = 0; life < 4; life++) {
        Place place = oneOf(Place.class, choice);
        boolean _ = history.live(place, 1 + choice.nextInt(60));
      }
      history.finishAndCheck();
    }
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, Random choice) {
    List<E> all = List.copyOf(EnumSet.allOf(type));
    return all.get(choice.nextInt(all.size()));
  }
}
