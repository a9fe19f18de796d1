package io.s3db.replicator.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the options of a driver say about attempts and batches; they go before those of the plugin.
 *
 * @param batchSize the most records in one write
 * @param timeout how long one attempt may take
 * @param maxRetries attempts after the first one in a round
 * @param pauses the exact pauses between the attempts of a round, the last one repeated; empty for
 *     growing pauses with jitter
 */
public record Pace(
    OptionalInt batchSize,
    Optional<Duration> timeout,
    OptionalInt maxRetries,
    List<Duration> pauses) {
  /** Whatever the plugin says. */
  public static final Pace OF_THE_PLUGIN =
      new Pace(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), List.of());

  /** Copies the pauses. */
  public Pace {
    pauses = List.copyOf(pauses);
  }
}
