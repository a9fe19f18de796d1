package io.s3db.benchmarks;

import java.util.List;

/** One measurement, with the ceiling it is held against. */
@FunctionalInterface
interface Benchmark {
  /** Measures; the figures are rows of the table. */
  List<Figure> run(Stage stage) throws Exception;
}
