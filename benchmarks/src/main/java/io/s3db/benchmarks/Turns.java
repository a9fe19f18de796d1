package io.s3db.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Latencies of several turns: the median of them counts, and their spread is told with it. */
final class Turns {
  private final List<Samples> all = new ArrayList<>();

  void add(Samples turn) {
    all.add(turn);
  }

  int size() {
    return all.size();
  }

  /** The median of the turns' quantiles, in milliseconds. */
  double quantile(double share) {
    return quantiles(share).median();
  }

  private Samples quantiles(double share) {
    Samples quantiles = new Samples();
    all.forEach(turn -> quantiles.add(turn.quantile(share)));
    return quantiles;
  }

  /** The medians, and from where to where the tails of the turns reach. */
  String text() {
    Samples tails = quantiles(0.99);
    return "p50 "
        + Text.millis(quantile(0.5))
        + ", p99 "
        + Text.millis(tails.median())
        + " (turns: "
        + Text.millis(tails.quantile(0))
        + " to "
        + Text.millis(tails.quantile(1))
        + ")";
  }
}
