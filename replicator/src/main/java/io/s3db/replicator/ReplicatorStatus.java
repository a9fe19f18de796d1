package io.s3db.replicator;

import io.s3db.replicator.backfill.SyncStatus;
import io.s3db.replicator.delivery.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one destination stands. Holds no credentials.
 *
 * @param id of the destination
 * @param driver its driver
 * @param target what it is, without credentials
 * @param state what it is doing
 * @param reason why, in one sentence; empty if all is well
 * @param retryAt when it is tried again; null if it does not wait for that
 * @param lag how far it is behind
 * @param parked changes that were refused and are tried again, and those behind them
 * @param deadLetters changes that were refused for good and wait to be redriven
 * @param counters what was counted, by name
 * @param routes its routes
 * @param syncs its last syncs, the newest first
 */
public record ReplicatorStatus(
    String id,
    String driver,
    String target,
    ReplicatorState state,
    String reason,
    @Nullable Instant retryAt,
    Lag lag,
    int parked,
    long deadLetters,
    Map<String, Long> counters,
    List<RouteStatus> routes,
    List<SyncStatus> syncs) {
  /** Copies the collections. */
  public ReplicatorStatus {
    counters = Map.copyOf(counters);
    routes = List.copyOf(routes);
    syncs = List.copyOf(syncs);
  }

  /** When it is tried again, if it waits for that. */
  public Optional<Instant> nextRetryAt() {
    return Optional.ofNullable(retryAt);
  }

  /** A few lines for people: what it does, how far it is behind, and what is wrong. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("%s -> %s: %s, behind by %s".formatted(id, target, state.word(), lag));
    if (parked > 0) {
      text.append(", ").append(parked).append(" parked");
    }
    if (deadLetters > 0) {
      text.append(", ").append(deadLetters).append(" dead letters");
    }
    if (!reason.isEmpty()) {
      text.append("\n  ").append(reason);
    }
    nextRetryAt().ifPresent(at -> text.append("\n  next attempt at ").append(at));
    syncs.stream().findFirst().ifPresent(sync -> text.append("\n  last sync: ").append(sync));
    return text.toString();
  }

  /**
   * How one route stands.
   *
   * @param name of the route: {@code orders#0}
   * @param resource the source resource
   * @param target the destination's name of it
   * @param state what it is doing: that of the destination, unless it had to pause alone
   * @param reason why, in one sentence; empty if all is well
   */
  public record RouteStatus(
      String name, String resource, String target, ReplicatorState state, String reason) {}
}
