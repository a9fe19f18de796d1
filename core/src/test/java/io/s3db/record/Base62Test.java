package io.s3db.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.Vectors;
import io.s3db.value.Base62;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base62Test {
  @Test
  void writesAndReadsWholeNumbersAsS3dbJsDoes() {
    for (Map<String, @Nullable Object> row : rows("encode")) {
      assertThat(Base62.encode(number(row.get("in")))).isEqualTo(row.get("out"));
    }
    for (Map<String, @Nullable Object> row : rows("decode")) {
      assertThat(Base62.decode(Vectors.text(row.get("in"))))
          .isEqualTo(Double.valueOf(number(row.get("out"))));
    }
  }

  @Test
  void writesDecimalsAsS3dbJsDoesButForThoseItLoses() {
    for (Map<String, @Nullable Object> row : rows("encodeDecimal")) {
      double number = number(row.get("in"));
      String stored = Vectors.text(row.get("out"));
      if (stored.isEmpty()) {
        assertThat(number).as("lost by s3db.js").isIn(1e-7, Double.MIN_VALUE);
        continue;
      }
      assertThat(NumberText.encode(number)).as(stored).isEqualTo(stored);
      assertThat(NumberText.decode(stored))
          .as(stored)
          .isEqualTo(Double.valueOf(number(row.get("back"))));
    }
  }

  @ParameterizedTest
  @CsvSource({"1e-7, 1.0e-7", "-1e-7, -1.0e-7", "5e-324, 5.0e-324"})
  void writesSmallNumbersWithAPointThatS3dbJsNeeds(double number, String stored) {
    assertThat(NumberText.encode(number)).isEqualTo(stored);
    assertThat(NumberText.decode(stored)).isEqualTo(number);
  }

  @Test
  void everyDoubleSurvives() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(NumberText.decode(NumberText.encode(number)))
            .as("seed %d", seed)
            .isEqualTo(number);
      }
      double whole = Math.rint(Math.scalb(random.nextDouble(), random.nextInt(80)));
      assertThat(NumberText.decode(NumberText.encode(-whole)))
          .as("seed %d", seed)
          .isEqualTo(whole == 0 ? 0 : -whole);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "hello world", "1.x", "1.5f", "1.5e", "!"})
  void textThatIsNoNumberIsNone(String text) {
    assertThat(NumberText.decode(text)).isNaN();
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Map<?, ?> special) {
      return String.valueOf(special.get("$number")).equals("-0") ? -0.0 : Double.NaN;
    }
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static Iterable<Map<String, @Nullable Object>> rows(String part) {
    return Vectors.maps(Vectors.map(Vectors.vector("base62")).get(part));
  }
}
