package io.s3db.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each throughput is measured; the median counts
 * @param latencyRounds how often writers with and without the plugin take turns
 * @param latencyRound how long each turn takes
 * @param accepts writes of one round of the accept rate
 * @param rows rows of one drain into PostgreSQL
 * @param messages requests and messages of one drain where each change is one
 * @param calls calls of a transform
 * @param freshness how long freshness is watched
 * @param turns how often a destination alone and one with neighbours take turns
 * @param turn how long each turn takes
 * @param keys records that superseded updates are spread over; a multiple of {@link Load#MANY}
 * @param updates superseded updates; a multiple of {@code keys}
 * @param backlog how many changes wait when the heap is looked at, ascending
 * @param verified records that a verification compares
 */
record Scale(
    int rounds,
    int latencyRounds,
    Duration latencyRound,
    int accepts,
    int rows,
    int messages,
    int calls,
    Duration freshness,
    int turns,
    Duration turn,
    int keys,
    int updates,
    List<Integer> backlog,
    int verified) {

  /** For figures: some minutes in all. */
  static Scale full() {
    return new Scale(
        3,
        4,
        Duration.ofSeconds(1),
        100_000,
        50_000,
        15_000,
        100_000,
        Duration.ofSeconds(8),
        7,
        Duration.ofSeconds(6),
        1_024,
        102_400,
        List.of(50_000, 100_000, 200_000),
        100_000);
  }

  /** To see that everything runs: seconds in all, and no figure means anything. */
  static Scale tiny() {
    return new Scale(
        1,
        1,
        Duration.ofMillis(100),
        640,
        500,
        200,
        500,
        Duration.ofMillis(500),
        1,
        Duration.ofMillis(300),
        64,
        640,
        List.of(128, 256, 512),
        256);
  }

  /** The same with another number of records to verify. */
  Scale withVerified(int records) {
    return new Scale(
        rounds,
        latencyRounds,
        latencyRound,
        accepts,
        rows,
        messages,
        calls,
        freshness,
        turns,
        turn,
        keys,
        updates,
        backlog,
        records);
  }
}
