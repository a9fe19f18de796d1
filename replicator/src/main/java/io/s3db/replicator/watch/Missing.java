package io.s3db.replicator.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many records a walk did not find again, by resource; and whether that can be believed.
 *
 * <p>A bucket that is empty because the prefix is wrong, or a directory whose disk is not mounted,
 * looks like one from which everything was deleted.
 */
final class Missing {
  /** A resource so small may lose most of its records in a moment. */
  private static final int FEW = 20;

  private final int most;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private long known;
  private long missing;

  private record Count(long known, long missing) {}

  /**
   * Counts from nothing.
   *
   * @param most how many may be gone in all
   */
  Missing(int most) {
    this.most = most;
  }

  void add(String resource, long known, long missing) {
    counts.put(resource, new Count(known, missing));
    this.known += known;
    this.missing += missing;
  }

  long total() {
    return missing;
  }

  /**
   * Whether somebody must be asked.
   *
   * @param accepted how many deletes somebody has said are right
   */
  boolean isDoubtful(long accepted) {
    boolean everything = known > 0 && missing == known;
    boolean mostOfOne =
        counts.values().stream()
            .anyMatch(each -> each.known > FEW && each.missing * 2 > each.known);
    return missing > accepted && (everything || mostOfOne || missing > most);
  }

  /** What was found, and the remedies. */
  String question() {
    String which =
        counts.entrySet().stream()
            .filter(each -> each.getValue().missing > 0)
            .map(
                each ->
                    "%d of %d records of '%s'"
                        .formatted(each.getValue().missing, each.getValue().known, each.getKey()))
            .collect(Collectors.joining(", "));
    return "The walk did not find %s: no delete is told to any destination. If they were deleted, say so with plugin.watch().accept(); if not, check that the bucket or directory is the right one and complete: once a walk finds them again nothing needs to be done."
        .formatted(which);
  }
}
