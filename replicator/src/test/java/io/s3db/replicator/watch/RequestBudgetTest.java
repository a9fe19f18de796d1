package io.s3db.replicator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The budget of requests, with a clock that stands still. */
final class RequestBudgetTest {
  private final AtomicLong nanos = new AtomicLong(-77);

  private void pass(long amount, TimeUnit unit) {
    nanos.addAndGet(unit.toNanos(amount));
  }

  @Test
  void withoutALimitNothingWaits() {
    RequestBudget budget = new RequestBudget(0, nanos::get);
    budget.spent(1_000_000, 1_000_000);
    assertThat(budget.waitNanos()).isZero();
  }

  @Test
  void requestsAreSpreadOverTheHourAndAMinuteMayBeSaved() {
    RequestBudget budget = new RequestBudget(3600, nanos::get);
    assertThat(atOnce(budget)).isEqualTo(61);
    budget.spent(0, 1);
    assertThat(budget.waitNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    pass(2, TimeUnit.SECONDS);
    assertThat(budget.waitNanos()).isNotPositive();
    pass(3, TimeUnit.HOURS);
    assertThat(atOnce(budget)).isEqualTo(61);
  }

  private static int atOnce(RequestBudget budget) {
    int requests = 0;
    while (budget.waitNanos() <= 0) {
      budget.spent(1, 0);
      requests++;
    }
    return requests;
  }

  @Test
  void theCostIsThatOfTheLastHour() {
    RequestBudget budget = new RequestBudget(0, nanos::get);
    budget.spent(10, 100);
    assertThat(budget.cost()).isEqualTo(new WatchCost(600, 6000)); // of a minute at least
    pass(30, TimeUnit.MINUTES);
    assertThat(budget.cost()).isEqualTo(new WatchCost(20, 200));
    pass(29, TimeUnit.MINUTES);
    budget.spent(2, 0);
    assertThat(budget.cost().listsPerHour()).isEqualTo(12);
    pass(2, TimeUnit.MINUTES);
    assertThat(budget.cost()).isEqualTo(new WatchCost(2, 0));
    assertThat(new WatchCost(1000, 10_000).dollarsPerHour()).isEqualTo(0.005 + 0.004);
  }
}
