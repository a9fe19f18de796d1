package io.s3db.replicator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Operation;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of routes, over starts. */
final class CoverageTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Route ORDERS = route("orders", 0, "facts");
  private static final Route CARTS = route("carts", 0, "carts");

  @TempDir Path folder;

  private StateStore state;

  @BeforeEach
  void open() {
    state = SqliteState.open(folder.resolve("state.db"));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private static Route route(String resource, int mapping, String target) {
    return new Route(resource, mapping, target, Set.of(Operation.values()), null, List.of());
  }

  /** A start with these routes. */
  private Coverage started(Collection<Route> routes) {
    Coverage coverage = new Coverage(state, "warehouse");
    coverage.note(routes, NOW);
    return coverage;
  }

  private Coverage returned() {
    started(List.of(ORDERS, CARTS));
    started(List.of(CARTS));
    return started(List.of(ORDERS, CARTS));
  }

  @Test
  void onlyARouteThatWasAwayHasAGap() {
    assertThat(returned().gaps(List.of(ORDERS, CARTS)))
        .containsOnlyKeys("orders#0")
        .extractingByKey("orders#0")
        .asString()
        .contains("since 2026-03-01T10:00:00Z", "'warehouse'", "'orders'");
  }

  @Test
  void aSyncThatHadBegunBeforeDoesNotFillIt() {
    started(List.of(ORDERS, CARTS));
    SyncNotes notes = new SyncNotes(state, "warehouse");
    notes.save(SyncNote.begin("old", NOW, SyncOptions.all(), List.of("orders"), false));
    started(List.of(CARTS));
    Coverage coverage = started(List.of(ORDERS, CARTS));
    coverage.synced("old", List.of("orders"), List.of(ORDERS, CARTS));
    assertThat(coverage.gaps(List.of(ORDERS))).isNotEmpty();
    coverage.synced("new", List.of("carts"), List.of(ORDERS, CARTS));
    assertThat(coverage.gaps(List.of(ORDERS))).isNotEmpty();
    coverage.synced("new", List.of("orders"), List.of(ORDERS, CARTS));
    assertThat(coverage.gaps(List.of(ORDERS))).isEmpty();
    assertThat(new Coverage(state, "warehouse").gaps(List.of(ORDERS))).isEmpty();
  }

  @Test
  void whatIsProvenHasNoGap() {
    Coverage coverage = returned();
    coverage.fill(List.of(CARTS), List.of(ORDERS, CARTS));
    assertThat(coverage.gaps(List.of(ORDERS))).isNotEmpty();
    coverage.fill(List.of(ORDERS), List.of(ORDERS, CARTS));
    assertThat(started(List.of(ORDERS, CARTS)).gaps(List.of(ORDERS))).isEmpty();
  }

  @Test
  void anotherTargetIsAnotherRoute() {
    started(List.of(ORDERS));
    Route other = route("orders", 0, "elsewhere");
    assertThat(new Coverage(state, "warehouse").note(List.of(other), NOW)).containsExactly(other);
    assertThat(started(List.of(other)).gaps(List.of(other))).isEmpty();
    assertThat(started(List.of(ORDERS)).gaps(List.of(ORDERS))).hasSize(1);
  }

  @Test
  void oneOfTwoRoutesToOneTargetIsMissed() {
    Route second = route("orders", 1, "facts");
    started(List.of(ORDERS, second));
    started(List.of(ORDERS));
    assertThat(started(List.of(ORDERS, second)).gaps(List.of(ORDERS, second)))
        .containsOnlyKeys("orders#1");
  }

  @Test
  void atTheFirstStartNothingIsNew() {
    Coverage coverage = new Coverage(state, "warehouse");
    assertThat(coverage.note(List.of(ORDERS), NOW)).isEmpty();
    assertThat(new Coverage(state, "warehouse").note(List.of(ORDERS, CARTS), NOW))
        .containsExactly(CARTS);
    assertThat(new Coverage(state, "warehouse").note(List.of(ORDERS, CARTS), NOW)).isEmpty();
  }
}
