package io.s3db.replicator;

import static io.s3db.replicator.SettingsFixture.map;
import static io.s3db.replicator.SettingsFixture.named;
import static io.s3db.replicator.SettingsFixture.problems;
import static io.s3db.replicator.SettingsFixture.read;
import static io.s3db.replicator.SettingsFixture.replicator;
import static io.s3db.replicator.SettingsFixture.routes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform.Context;
import io.s3db.replicator.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class MappingSettingsTest {
  private static final Context CHANGE = new Context(Operation.INSERT, Instant.EPOCH, "orders");

  @Test
  void aKeyNamesEachFieldOnce() {
    Map<String, Object> values =
        Map.of(
            "replicators",
            List.of(
                replicator(
                    Map.of(
                        "resources",
                        Map.of(
                            "a", Map.of("key", List.of("", "")),
                            "b", Map.of("key", List.of("x", "x")))))));
    assertThat(problems(() -> read(values)))
        .containsExactlyInAnyOrder(
            "replicators[0].resources.a.key has a field without a name",
            "replicators[0].resources.b.key names a field twice");
  }

  @Test
  void aResourceHasAName() {
    Map<String, Object> values =
        Map.of("replicators", List.of(replicator(Map.of("resources", Map.of("", List.of(""))))));
    assertThat(problems(() -> read(values)))
        .containsExactly("replicators[0].resources has a resource without a name");
  }

  @Test
  void everyFormOfAMappingIsRead() throws Exception {
    Function<Document, Map<String, Object>> function = data -> Map.of("user", data.id());
    List<Route> routes =
        routes(
            map(
                "users",
                List.of(
                    "user_backup",
                    Map.of("resource", "user_analytics", "transform", function),
                    Map.of("table", "audit_trail", "actions", List.of("inserted"))),
                "orders",
                Map.of(
                    "collection", "order_facts",
                    "actions", List.of("insert", "update"),
                    "key", List.of("order_id")),
                "products",
                "product_cache",
                "carts",
                Map.of()));
    assertThat(routes)
        .extracting(Route::name, Route::target)
        .containsExactlyInAnyOrder(
            tuple("users#0", "user_backup"),
            tuple("users#1", "user_analytics"),
            tuple("users#2", "audit_trail"),
            tuple("orders#0", "order_facts"),
            tuple("products#0", "product_cache"),
            tuple("carts#0", "carts"));
    assertThat(named(routes, "users#0").actions()).containsExactlyInAnyOrder(Operation.values());
    assertThat(named(routes, "users#2").actions()).containsExactly(Operation.INSERT);
    assertThat(named(routes, "orders#0").actions())
        .containsExactlyInAnyOrder(Operation.INSERT, Operation.UPDATE);
    assertThat(named(routes, "orders#0").key()).containsExactly("order_id");
    ContextTransform transform = named(routes, "users#1").transform();
    assertThat(Objects.requireNonNull(transform).apply(Document.of("id", "u"), CHANGE))
        .isEqualTo(Document.of("user", "u"));
  }

  @Test
  void aListOfNamesMirrorsEachUnderItsOwnName() {
    assertThat(routes(List.of("users", "orders")))
        .extracting(Route::resource, Route::target)
        .containsExactly(tuple("users", "users"), tuple("orders", "orders"));
  }

  @Test
  void twoMappingsToOnePlaceAreRefused() {
    assertThat(
            problems(
                Map.of(
                    "replicators",
                    List.of(replicator(Map.of("resources", Map.of("users", List.of("t", "t"))))))))
        .containsExactly(
            "replicators[0].resources.users goes to 't' twice:"
                + " give each mapping a destination of its own");
  }
}
