package io.s3db.replicator.backfill;

import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.route.Route;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a verification of one route finds. */
final class Findings {
  private final int examplesOfAKind;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<Example> examples = new ArrayList<>();
  private RowDigest source = RowDigest.NONE;
  private RowDigest destination = RowDigest.NONE;
  long sourceRows;
  long destinationRows;
  long retained;
  long moving;
  long repaired;

  Findings(int examplesOfAKind) {
    this.examplesOfAKind = examplesOfAKind;
  }

  void expected(RowDigest digest) {
    sourceRows++;
    source = source.plus(digest);
  }

  void present(RowDigest digest) {
    destination = destination.plus(digest);
  }

  void wrong(Kind kind, String key, String detail) {
    if (counts.merge(kind, 1L, Long::sum) <= examplesOfAKind) {
      examples.add(new Example(kind, key, detail));
    }
  }

  private long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  VerifyReport.Route report(Route route) {
    return new VerifyReport.Route(
        route.name(),
        route.target(),
        sourceRows,
        destinationRows,
        count(Kind.MISSING),
        count(Kind.EXTRA),
        count(Kind.DIFFERENT),
        retained,
        count(Kind.FAILED),
        moving,
        repaired,
        source.toString(),
        destination.toString(),
        examples);
  }
}
