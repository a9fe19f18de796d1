package io.s3db.replicator.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Operation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RouterTest {
  private final Route backup = route("users", 0, "user_backup");
  private final Route audit = route("users", 1, "audit_trail");
  private final Route orders = route("orders", 0, "orders");

  @Test
  void oneResourceMayGoManyWays() {
    Router router = new Router(List.of(backup, orders, audit));
    assertThat(router.routes("users")).containsExactly(backup, audit);
    assertThat(router.routes("orders")).containsExactly(orders);
    assertThat(router.resources()).containsExactly("users", "orders");
    assertThat(router.route("users#1")).contains(audit);
    assertThat(router.route("users#2")).isEmpty();
  }

  @Test
  void whatIsNotListedNeverLeaves() {
    Router router = new Router(List.of(backup));
    assertThat(router.routes("passwords")).isEmpty();
  }

  @Test
  void whatIsNotAllowedNeverLeaves() {
    Router router = new Router(List.of(backup, orders), resource -> !resource.equals("users"));
    assertThat(router.routes("users")).isEmpty();
    assertThat(router.routes("orders")).containsExactly(orders);
  }

  private static Route route(String resource, int mapping, String target) {
    return new Route(resource, mapping, target, Set.of(Operation.INSERT), null, List.of());
  }
}
