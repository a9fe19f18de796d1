package io.s3db.replicator.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.Events;
import io.s3db.replicator.journal.ChangeEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoutingTest {
  private static final Document LOW = Document.of("id", "o1", "total", 10);
  private static final Document HIGH = Document.of("id", "o1", "total", 5000);
  private static final ContextTransform ONLY_HIGH =
      (data, _) ->
          data.number("total") < 1000 ? null : Document.of("order_id", data.id(), "high", true);
  private static final Document HIGH_ROW = Document.of("order_id", "o1", "high", true);

  private final Routing routing = new Routing();

  @Test
  void withoutATransformSecretsStayHome() throws Exception {
    ResourceDefinition users =
        ResourceDefinition.named("users")
            .attribute("name", "string")
            .attribute("token", "secret|optional")
            .attribute("auth", Map.of("key", "secret|optional", "kind", "string|optional"))
            .build();
    Routing guarded =
        new Routing(name -> name.equals("users") ? Optional.of(users) : Optional.empty());
    Document before = Document.of("id", "u", "name", "a", "token", "cipher-1");
    Document after =
        before.with("token", "cipher-2").with("auth", Map.of("key", "cipher-3", "kind", "k"));
    Route route = route(EnumSet.allOf(Operation.class), null);

    assertThat(guarded.route(route, Events.updated(1, "users", before, after)))
        .isEqualTo(
            new Routed.Row(
                Document.of("id", "u", "name", "a"),
                Document.of("id", "u", "name", "a", "auth", Map.of("kind", "k"))));
    assertThat(guarded.route(route, Events.deleted(2, "users", before)))
        .isEqualTo(new Routed.Row(null, Document.of("id", "u", "name", "a")));
    assertThat(guarded.route(route, Events.inserted(3, "orders", before)))
        .isEqualTo(new Routed.Row(null, before));
  }

  @Test
  void aTransformReadsSecretsByNameAndCopiesNone() throws Exception {
    ResourceDefinition users =
        ResourceDefinition.named("users")
            .attribute("name", "string")
            .attribute("token", "secret|optional")
            .attribute("login", "password|optional")
            .attribute("auth", Map.of("key", "secret|optional", "kind", "string|optional"))
            .build();
    Routing guarded =
        new Routing(name -> name.equals("users") ? Optional.of(users) : Optional.empty());
    Document open =
        Document.of("id", "u", "name", "a", "login", "$hash", "auth", Map.of("kind", "k"));
    Document record =
        Document.of(
            "id",
            "u",
            "name",
            "a",
            "token",
            "t",
            "login",
            "$hash",
            "auth",
            Map.of("key", "s", "kind", "k"));
    Document changed = record.with("name", "b");

    for (ContextTransform whole :
        List.<ContextTransform>of(
            (data, _) -> data,
            (data, _) -> data.with("x", 1).without("x"),
            (data, _) -> Document.of().with(data),
            (data, _) -> Document.parse(data.toJson()),
            (data, _) -> Document.copyOf(data.toMap()))) {
      Routed routed =
          guarded.route(
              route(EnumSet.allOf(Operation.class), whole),
              Events.updated(1, "users", record, changed));
      assertThat(routed).isEqualTo(new Routed.Row(open, open.with("name", "b")));
      Document row = ((Routed.Row) routed).data();
      assertThat(row.get("token")).isNull();
      assertThat(row.document("auth").get("key")).isNull();
    }
    ContextTransform named =
        (data, _) -> Document.of("a", data.text("token"), "b", data.document("auth").text("key"));
    assertThat(
            guarded.route(
                route(EnumSet.allOf(Operation.class), named), Events.deleted(2, "users", record)))
        .isEqualTo(new Routed.Row(null, Document.of("a", "t", "b", "s")));
  }

  @Test
  void withoutATransformTheRecordGoesAsItIs() throws Exception {
    Route route = route(EnumSet.allOf(Operation.class), null);
    assertThat(routing.route(route, Events.inserted(1, "orders", LOW)))
        .isEqualTo(new Routed.Row(null, LOW));
    assertThat(routing.route(route, Events.updated(1, "orders", LOW, HIGH)))
        .isEqualTo(new Routed.Row(LOW, HIGH));
    assertThat(routing.route(route, Events.deleted(1, "orders", LOW)))
        .isEqualTo(new Routed.Row(null, LOW));
  }

  @Test
  void onlyListedActionsGo() throws Exception {
    Route route = route(Set.of(Operation.INSERT), null);
    assertThat(routing.route(route, Events.inserted(1, "orders", LOW)))
        .isInstanceOf(Routed.Row.class);
    assertThat(routing.route(route, Events.updated(1, "orders", LOW, HIGH)))
        .isEqualTo(new Routed.NotListed());
    assertThat(routing.route(route, Events.deleted(1, "orders", LOW)))
        .isEqualTo(new Routed.NotListed());
  }

  @Test
  void nullSkipsAndABeforeThatWasSkippedIsAbsent() throws Exception {
    Route route = route(EnumSet.allOf(Operation.class), ONLY_HIGH);
    assertThat(routing.route(route, Events.inserted(1, "orders", LOW)))
        .isEqualTo(new Routed.Null());
    assertThat(routing.route(route, Events.updated(1, "orders", LOW, HIGH)))
        .isEqualTo(new Routed.Row(null, HIGH_ROW));
    assertThat(routing.route(route, Events.updated(1, "orders", HIGH, HIGH)))
        .isEqualTo(new Routed.Row(HIGH_ROW, HIGH_ROW));
    assertThat(routing.route(route, Events.deleted(1, "orders", LOW))).isEqualTo(new Routed.Null());
  }

  @Test
  void theTransformIsToldOfTheChange() throws Exception {
    Route route =
        route(
            EnumSet.allOf(Operation.class),
            (data, change) ->
                Document.of(
                    "id",
                    data.id(),
                    "what",
                    change.operation(),
                    "when",
                    change.changedAt(),
                    "where",
                    change.resource()));
    assertThat(routing.route(route, Events.deleted(1, "orders", LOW)))
        .isEqualTo(
            new Routed.Row(
                null,
                Document.of(
                    "id",
                    "o1",
                    "what",
                    "DELETE",
                    "when",
                    "2025-10-18T10:30:01.000Z",
                    "where",
                    "orders")));
  }

  @Test
  void aTransformThatThrowsFailsThisRecordOnly() throws Exception {
    Document noEmail = Document.of("id", "u1");
    ChangeEvent event = Events.inserted(1, "users", noEmail);
    Route route =
        route(EnumSet.allOf(Operation.class), (data, _) -> Document.of("e", data.text("email")));
    assertThat(failure(routing.route(route, event))).hasMessageContaining("email");
    Route endless = route(EnumSet.allOf(Operation.class), (data, _) -> recurse(data));
    assertThat(failure(routing.route(endless, event))).hasMessageContaining("recursed");
    Route error =
        route(
            EnumSet.allOf(Operation.class),
            (_, _) -> {
              throw new Error("no");
            });
    assertThat(failure(routing.route(error, event))).hasMessageContaining("no");
  }

  @Test
  void anUpdateThatMendsARecordIsNotHeldBackByWhatItMends() throws Exception {
    Document bad = Document.of("id", "u1");
    Document good = Document.of("id", "u1", "email", "a@b.c");
    Route route =
        route(EnumSet.allOf(Operation.class), (data, _) -> Document.of("e", data.text("email")));
    assertThat(routing.route(route, Events.updated(1, "users", bad, good)))
        .isEqualTo(new Routed.Row(null, Document.of("e", "a@b.c")));
  }

  @Test
  void rowsThatCannotBeSentFail() throws Exception {
    assertThat(failureOf(Map.of("rate", Double.NaN))).hasMessageContaining("'rate'");
    assertThat(failureOf(Map.of("deep", Map.of("rate", Double.POSITIVE_INFINITY))))
        .hasMessageContaining("'deep.rate'");
    Map<String, @Nullable Object> cycle = new HashMap<>();
    cycle.put("self", cycle);
    assertThat(failureOf(cycle)).hasMessageContaining("contain itself");
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThat(failureOf(Map.of("list", list))).hasMessageContaining("contain itself");
    assertThat(failureOf(Map.of("when", new StringBuilder())))
        .hasMessageContaining("java.lang.StringBuilder");
  }

  @Test
  void anInterruptedTransformMeansStop() {
    Route route =
        route(
            EnumSet.allOf(Operation.class),
            (_, _) -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> routing.route(route, Events.inserted(1, "orders", LOW)))
        .isInstanceOf(InterruptedException.class);
  }

  private Exception failureOf(Map<String, ?> row) throws InterruptedException {
    Map<String, @Nullable Object> wrapped = new HashMap<>(row);
    Route route = route(EnumSet.allOf(Operation.class), (_, _) -> Document.wrap(wrapped));
    return failure(routing.route(route, Events.inserted(1, "orders", LOW)));
  }

  private static Exception failure(Routed routed) {
    assertThat(routed).isInstanceOf(Routed.Failed.class);
    return ((Routed.Failed) routed).cause();
  }

  @SuppressWarnings("InfiniteRecursion") // the point
  private static Document recurse(Document data) {
    return recurse(data.with("again", true));
  }

  private static Route route(Set<Operation> actions, @Nullable ContextTransform transform) {
    return new Route("orders", 0, "facts", actions, transform, List.of());
  }

  @Test
  void aTransformThatRunsOutOfMemoryFailsThisRecordOnly() throws Exception {
    assertThat(failureOf(new OutOfMemoryError("Java heap space")))
        .hasMessageContaining("Java heap space");
    assertThat(failureOf(new InternalError("jvm"))).hasMessageContaining("jvm");
  }

  @Test
  void aFailureThatCannotSayWhatItIsFailsThisRecordOnly() throws Exception {
    Exception failure =
        failureOf(
            new Error() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new IllegalStateException("no message");
              }
            });
    assertThat(failure).hasMessageContaining("whose message cannot be read");
  }

  private Exception failureOf(Error error) throws InterruptedException {
    Route route =
        route(
            EnumSet.allOf(Operation.class),
            (_, _) -> {
              throw error;
            });
    return failure(routing.route(route, Events.inserted(1, "orders", LOW)));
  }
}
