package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RefusalWindowTest {
  @Test
  void tenInARowAreEnough() {
    RefusalWindow window = new RefusalWindow();
    for (int i = 0; i < 9; i++) {
      assertThat(window.refused("42703", "r" + i)).isFalse();
    }
    assertThat(window.refused("42703", "r9")).isTrue();
  }

  @Test
  void tenOfOneRecordAreEnoughWhereNothingElseIsAccepted() {
    RefusalWindow window = new RefusalWindow();
    for (int i = 0; i < 9; i++) {
      assertThat(window.refused("42703", "r")).isFalse();
    }
    assertThat(window.refused("42703", "r")).isTrue();
  }

  @Test
  void oneRecordAloneIsNotMostOfARouteThatIsAccepted() {
    RefusalWindow window = new RefusalWindow();
    window.accepted();
    for (int i = 0; i < 100; i++) {
      assertThat(window.refused("42703", "r")).as("after %s", i).isFalse();
    }
    for (int i = 0; i < 9; i++) {
      window.refused("42703", "r" + i);
    }
    assertThat(window.isMass("42703")).isTrue();
  }

  @Test
  void halfIsNotMost() {
    RefusalWindow window = new RefusalWindow();
    for (int i = 0; i < 100; i++) {
      window.accepted();
      assertThat(window.refused("x", "r" + i)).as("after %s", i).isFalse();
    }
  }

  @Test
  void agreesWithASimpleModel() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int history = 0; history < 1000; history++) {
      RefusalWindow window = new RefusalWindow();
      List<String> all = new ArrayList<>();
      int codes = 1 + random.nextInt(3);
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(4) == 0) {
          window.accepted();
          all.add("ok");
        } else {
          String code = "c" + random.nextInt(codes);
          all.add(code);
          List<String> last = all.subList(Math.max(0, all.size() - 20), all.size());
          long same = last.stream().filter(code::equals).count();
          assertThat(window.refused(code, "r" + step))
              .as("seed %s: %s", seed, last)
              .isEqualTo(same >= 10 && same > last.size() / 2.0);
        }
      }
    }
  }
}
