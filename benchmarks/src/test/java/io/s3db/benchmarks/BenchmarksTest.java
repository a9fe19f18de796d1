package io.s3db.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each benchmark in its smallest form, so that it keeps running; its figures mean nothing. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BenchmarksTest {
  @TempDir private Path folder;

  static Stream<String> names() {
    return Benchmarks.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void measures(String name) throws Exception {
    Stage stage = new Stage(Scale.tiny(), folder, PostgresServer.shared());

    List<Figure> figures = Benchmarks.all().get(name).run(stage);

    assertThat(figures)
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.measured()).containsPattern("[1-9]"));
    // A budget, or a ceiling where nothing was promised.
    assertThat(figures)
        .anySatisfy(figure -> assertThat(figure.verdict() + figure.ceiling()).isNotEmpty());
  }

  @Test
  void takesTheMedianAndTheWorstOfAHundred() {
    Samples samples = new Samples();
    for (int i = 100; i >= 1; i--) {
      samples.add(i);
    }

    assertThat(samples.median()).isEqualTo(50);
    assertThat(samples.quantile(0.99)).isEqualTo(99);
    assertThat(samples.quantile(1)).isEqualTo(100);
  }

  @Test
  void writesARowOfTheTable() {
    Figure figure = Figure.of("writes", "7/s").beside("raw: 10/s", "70 %").budget("8/s", false);

    assertThat(figure.markdown())
        .isEqualTo("| writes | 7/s | raw: 10/s | 70 % | 8/s | **missed** |");
    assertThat(Figure.of("writes", "7/s").markdown()).isEqualTo("| writes | 7/s | | | | |");
  }
}
