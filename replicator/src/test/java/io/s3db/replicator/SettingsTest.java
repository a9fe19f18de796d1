package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform.Context;
import io.s3db.replicator.route.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsTest {
  private static final Map<String, Object> CONFIG = Map.of("connectionString", "u:secret@host");
  private static final Context CHANGE = new Context(Operation.INSERT, Instant.EPOCH, "orders");

  @Test
  void defaultsAreThoseOfTheReference() {
    Settings settings = read(Map.of("replicators", List.of(replicator(Map.of()))));
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.verbose()).isFalse();
    assertThat(settings.log())
        .isEqualTo(new Settings.Log(false, "replicator_log", true, false, Duration.ofDays(30)));
    assertThat(settings.journal().path()).isEmpty();
    assertThat(settings.journal().durability()).isEmpty();
    assertThat(settings.journal().whenFull()).isEqualTo(WhenFull.DETACH);
    assertThat(settings.writer()).isEqualTo("main");
    assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(10));
    Settings.Destination only = settings.destinations().getFirst();
    assertThat(only.id()).isEqualTo("fake");
    assertThat(only.batchSize()).isEqualTo(100);
    assertThat(only.retry().maxRetries()).isEqualTo(3);
    assertThat(only.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(only.concurrency()).isEqualTo(4);
    assertThat(only.sink().target()).isEqualTo("fake://host");
  }

  @Test
  void listsOfNamesAreCheckedBeforeAnythingStarts() {
    ReplicatorPlugin.Builder builder =
        ReplicatorPlugin.builder()
            .replicator("fake", r -> r.resources("orders").config("connectionString", "x"));
    assertThat(problems(() -> builder.resourceAllowlist().build()))
        .containsExactly(
            "resourceAllowlist is empty: nothing would be replicated; leave it out to allow every"
                + " resource");
    assertThat(problems(() -> builder.resourceAllowlist("orders", missing()).build()))
        .containsExactly("resourceAllowlist must be a list of texts, not a String[]");
    assertThat(problems(() -> builder.resourceAllowlist("orders").build())).isEmpty();
  }

  @SuppressWarnings("NullAway") // the point
  private static String missing() {
    return null;
  }

  private static List<String> problems(Runnable build) {
    try {
      build.run();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

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
  void everyOptionIsRead() {
    Map<String, Object> values = new HashMap<>();
    values.put("verbose", true);
    values.put("persistReplicatorLog", true);
    values.put("replicatorLogResource", "replication_logs");
    values.put("logErrors", false);
    values.put("logSuccesses", true);
    values.put("logRetention", "7d");
    values.put("writer", "importer");
    values.put("closeTimeout", "3s");
    values.put(
        "journal",
        Map.of(
            "path",
            "journals/j",
            "durability",
            "process",
            "maxSize",
            "10GB",
            "whenFull",
            "block",
            "retention",
            "1h"));
    values.put("replicators", List.of(replicator(Map.of())));
    Settings settings = read(values);
    assertThat(settings.verbose()).isTrue();
    assertThat(settings.log())
        .isEqualTo(new Settings.Log(true, "replication_logs", false, true, Duration.ofDays(7)));
    assertThat(settings.writer()).isEqualTo("importer");
    assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.journal().path()).contains(Path.of("journals/j"));
    assertThat(settings.journal().durability()).contains(Durability.PROCESS);
    assertThat(settings.journal().maxSize()).isEqualTo(10L << 30);
    assertThat(settings.journal().whenFull()).isEqualTo(WhenFull.BLOCK);
    assertThat(settings.journal().retention()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void theInnermostLimitWins() {
    Map<String, Object> config = new HashMap<>(CONFIG);
    config.put("timeout", 5000);
    Settings settings =
        read(
            Map.of(
                "batchSize", 50,
                "maxRetries", 0,
                "timeout", 120000,
                "replicators",
                    List.of(
                        replicator(Map.of("id", "a")),
                        replicator(Map.of("id", "b", "batchSize", 7, "concurrency", 1)),
                        replicator(Map.of("id", "c", "timeout", "1s", "config", config)))));
    assertThat(settings.destinations())
        .extracting(Settings.Destination::batchSize)
        .containsExactly(50, 7, 50);
    assertThat(settings.destinations())
        .extracting(each -> each.retry().maxRetries())
        .containsOnly(0);
    assertThat(settings.destinations())
        .extracting(each -> each.timeout().toMillis())
        .containsExactly(120_000L, 120_000L, 5_000L);
    assertThat(settings.destinations().get(1).concurrency()).isEqualTo(1);
  }

  @Test
  void whatADriversOwnOptionsSayGoesBeforeAllOtherFigures() {
    Map<String, Object> config = new HashMap<>(CONFIG);
    config.putAll(Map.of("retries", 2, "retryDelay", "3s", "most", 9, "limit", "7s"));
    Settings.Destination paced =
        read(Map.of(
                "batchSize", 50,
                "maxRetries", 8,
                "timeout", 120000,
                "replicators", List.of(replicator(Map.of("batchSize", 7, "config", config)))))
            .destinations()
            .getFirst();

    assertThat(paced.batchSize()).isEqualTo(9);
    assertThat(paced.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(paced.retry().maxRetries()).isEqualTo(2);
    assertThat(paced.retry().schedule())
        .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(12));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void everyFormOfARateLimitIsRead(Object given, RateLimit read) {
    Map<String, Object> replicator = replicator(Map.of("rateLimit", given));

    assertThat(
            read(Map.of("replicators", List.of(replicator))).destinations().getFirst().rateLimit())
        .isEqualTo(read);
  }

  static List<Arguments> rates() {
    Duration second = Duration.ofSeconds(1);
    return List.of(
        Arguments.of(100, RateLimit.records(100, second)),
        Arguments.of(100.0, RateLimit.records(100, second)),
        Arguments.of("100/s", RateLimit.records(100, second)),
        Arguments.of(" 600 / min ", RateLimit.records(600, Duration.ofMinutes(1))),
        Arguments.of("5000/h", RateLimit.records(5000, Duration.ofHours(1))),
        Arguments.of(Map.of("records", 7), RateLimit.records(7, second)),
        Arguments.of(
            Map.of("records", 7, "per", "10s"), RateLimit.records(7, Duration.ofSeconds(10))),
        Arguments.of(
            Map.of("requests", 3, "per", 60_000), RateLimit.requests(3, Duration.ofMinutes(1))),
        Arguments.of(
            RateLimit.requests(3, Duration.ofDays(1)), RateLimit.requests(3, Duration.ofDays(1))));
  }

  @ParameterizedTest
  @MethodSource("wrongRates")
  void aWrongRateLimitIsOneSentence(Object given, String problem) {
    assertThat(problems(Map.of("replicators", List.of(replicator(Map.of("rateLimit", given))))))
        .containsExactly("replicators[0].rateLimit" + problem);
  }

  static List<Arguments> wrongRates() {
    String forms =
        " must be a whole number of records in a second, up to a million, or a rate such as"
            + " 600/min, or an object with records or requests, and per, not '%s'";
    return List.of(
        Arguments.of(0, forms.formatted(0)),
        Arguments.of(-5, forms.formatted(-5)),
        Arguments.of(1.5, forms.formatted(1.5)),
        Arguments.of(2_000_000, forms.formatted(2_000_000)),
        Arguments.of("0/s", forms.formatted("0/s")),
        Arguments.of("100/year", forms.formatted("100/year")),
        Arguments.of("fast", forms.formatted("fast")),
        Arguments.of(Map.of(), " needs records or requests, one of them"),
        Arguments.of(
            Map.of("records", 1, "requests", 1), " needs records or requests, one of them"),
        Arguments.of(
            Map.of("records", 0), ".records must be a whole number from 1 to 1000000, not 0"),
        Arguments.of(Map.of("records", 1, "per", "2d"), ".per must be from 1s to 1d"),
        Arguments.of(
            Map.of("record", 1, "requests", 1),
            ".record is not an option: did you mean 'records'?"));
  }

  @Test
  void withoutARateLimitThereIsNone() {
    assertThat(
            read(Map.of("replicators", List.of(replicator(Map.of()))))
                .destinations()
                .getFirst()
                .rateLimit())
        .isNull();
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
  void aliasesOfDriversAreReportedByTheirFirstName() {
    Settings settings =
        read(Map.of("replicators", List.of(replicator(Map.of("driver", "fakery")))));
    assertThat(settings.destinations().getFirst().driver()).isEqualTo("fake");
    assertThat(settings.destinations().getFirst().id()).isEqualTo("fake");
  }

  @Test
  void allProblemsAreReportedTogetherWithTheirPaths() {
    Map<String, Object> second =
        map(
            "driver",
            "fake",
            "id",
            "b",
            "resources",
            Map.of("orders", Map.of("actoins", List.of("insert"))),
            "config",
            Map.of());
    Map<String, Object> third =
        map(
            "driver",
            "postgressql",
            "resources",
            Map.of("orders", Map.of("actions", List.of("insert", "upsert"), "transform", 7)));
    assertThat(
            problems(
                map(
                    "maxRetrys",
                    3,
                    "timeout",
                    "soon",
                    "journal",
                    Map.of("maxSize", 10, "paht", "x"),
                    "replicators",
                    List.of(replicator(Map.of("id", "a")), second, third))))
        .containsExactlyInAnyOrder(
            "maxRetrys is not an option: did you mean 'maxRetries'?",
            "timeout must be milliseconds, or a time such as 30s, 5m or 250ms, not 'soon'",
            "journal.maxSize must be at least 1MB",
            "journal.paht is not an option: did you mean 'path'?",
            "replicators[1].resources.orders.actoins is not an option: did you mean 'actions'?",
            "replicators[1].config.connectionString is required",
            "replicators[2].driver is 'postgressql', which is no driver: did you mean"
                + " 'postgresql'?",
            "replicators[2].resources.orders.actions has an unknown action 'upsert':"
                + " use insert, update or delete",
            "replicators[2].resources.orders.transform must be a text, a Transform,"
                + " a ContextTransform, or a function of a document");
  }

  @Test
  void aDriverThatIsNotThereNamesItsArtifact() {
    assertThat(problems(Map.of("replicators", List.of(replicator(Map.of("driver", "bigquery"))))))
        .containsExactly(
            "replicators[0].driver is 'bigquery', whose driver is not on the class path:"
                + " add the artifact io.s3db:s3db-sink-bigquery");
    assertThat(problems(Map.of("replicators", List.of(replicator(Map.of("driver", "postgres"))))))
        .singleElement()
        .asString()
        .endsWith("io.s3db:s3db-sink-postgresql");
  }

  @Test
  void aTransformThatIsATextNeedsItsLanguage() {
    Map<String, Object> resources =
        Map.of(
            "orders", Map.of("transform", "(data) => data"),
            "users", Map.of("transform", "file:users.js"));
    assertThat(problems(Map.of("replicators", List.of(replicator(Map.of("resources", resources))))))
        .containsExactlyInAnyOrder(
            "replicators[0].resources.orders.transform is a text, and no language for it is on the"
                + " class path: for JavaScript add the artifact io.s3db:s3db-transform-js",
            "replicators[0].resources.users.transform is a text, and no language for it is on the"
                + " class path: for JavaScript add the artifact io.s3db:s3db-transform-js");
  }

  @Test
  void theSecondOfADriverNeedsAName() {
    assertThat(problems(Map.of("replicators", List.of(replicator(Map.of()), replicator(Map.of())))))
        .containsExactly("replicators[1].id is required: replicators[0] is called 'fake' already");
    assertThat(
            problems(
                Map.of(
                    "replicators",
                    List.of(replicator(Map.of("id", "x")), replicator(Map.of("id", "x"))))))
        .containsExactly("replicators[1].id 'x' is taken by replicators[0]");
  }

  @Test
  void enabledWithoutReplicatorsIsAnError() {
    assertThat(problems(Map.of()))
        .containsExactly(
            "replicators is empty: name at least one destination,"
                + " or switch replication off with enabled: false");
  }

  @Test
  void disabledTakesTheSameOptions() {
    Map<String, Object> values = new HashMap<>(Map.of("enabled", false, "batchSize", 50));
    values.put("maxRetries", 2);
    values.put("timeout", "5s");
    assertThat(read(values).enabled()).isFalse();
  }

  @Test
  void aTimeoutOfNothingIsSaidOnce() {
    assertThat(problems(Map.of("timeout", 0, "replicators", List.of(replicator(Map.of())))))
        .containsExactly("timeout must be longer than nothing");
  }

  @Test
  void whatObjectsAndListsHoldIsNeverShown() {
    Map<String, Object> values =
        Map.of(
            "writer",
            Map.of("password", "hunter2"),
            "closeTimeout",
            List.of("hunter2"),
            "replicators",
            List.of(Map.of("driver", "postgresql://u:hunter2@h/d", "resources", "orders")));
    assertThat(problems(values))
        .anySatisfy(each -> assertThat(each).isEqualTo("writer must be a text, not an object"))
        .anySatisfy(each -> assertThat(each).startsWith("closeTimeout").endsWith("not a list"))
        .anySatisfy(each -> assertThat(each).contains("driver is an address, which is no driver"))
        .noneSatisfy(each -> assertThat(each).contains("hunter2"));
  }

  @Test
  void keysThatAreNoTextsAndPathsThatAreNoneAreProblems() {
    Map<Object, Object> values = new HashMap<>();
    values.put(true, "on in some forms of YAML");
    values.put(null, 1);
    values.put("journal", Map.of("path", "a\0b"));
    values.put("replicators", List.of(replicator(Map.of("resources", List.of()))));
    @SuppressWarnings({"unchecked", "rawtypes"}) // as from a file
    Map<String, Object> given = (Map) values;
    assertThat(problems(given))
        .anySatisfy(each -> assertThat(each).startsWith("true is not an option"))
        .anySatisfy(each -> assertThat(each).startsWith("null is not an option"))
        .anySatisfy(each -> assertThat(each).startsWith("journal.path is no path"))
        .anySatisfy(each -> assertThat(each).startsWith("replicators[0].resources is empty"));
  }

  @Test
  void disabledNeedsNothing() {
    Settings settings = read(Map.of("enabled", false));
    assertThat(settings.enabled()).isFalse();
    assertThat(settings.destinations()).isEmpty();
  }

  @Test
  void theLogIsNeverReplicated() {
    assertThat(
            problems(
                Map.of(
                    "replicatorLogResource",
                    "logs",
                    "replicators",
                    List.of(replicator(Map.of("resources", List.of("logs")))))))
        .containsExactly(
            "replicators[0].resources.logs is the replication log, which is never replicated");
    assertThat(read(Map.of("replicators", List.of(replicator(Map.of())))).wants("replicator_log"))
        .isFalse();
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

  @Test
  void missingResourcesAndConfigAreNamed() {
    assertThat(problems(Map.of("replicators", List.of(Map.of("driver", "fake")))))
        .containsExactlyInAnyOrder(
            "replicators[0].resources is required: name the resources to replicate",
            "replicators[0].config.connectionString is required");
  }

  @Test
  void listsAndFiltersSayWhatMayLeave() {
    Map<String, Object> replicator =
        replicator(Map.of("resources", List.of("users", "orders", "carts", "tmp_x")));
    Predicate<String> noTemporaries = name -> !name.startsWith("tmp_");
    Settings settings =
        read(
            Map.of(
                "replicators", List.of(replicator),
                "resourceAllowlist", List.of("users", "orders", "tmp_x"),
                "resourceBlocklist", List.of("orders"),
                "resourceFilter", noTemporaries));
    assertThat(
            List.of("users", "orders", "carts", "tmp_x", "other").stream().filter(settings::wants))
        .containsExactly("users");
  }

  @Test
  void secretsNeverPrint() {
    Replicator replicator =
        Replicator.builder("fake").config("connectionString", "u:hush@h").build();
    assertThat(replicator.toString()).doesNotContain("hush").contains("fake");
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> read(Map.of("replicators", List.of(replicator), "maxRetries", -1)));
    assertThat(e.getMessage()).doesNotContain("hush").contains("maxRetries").contains("resources");
  }

  @Test
  void theBuilderSaysTheSameAsTheMap() {
    Replicator built =
        Replicator.builder("fake")
            .id("w")
            .resources("users")
            .resource("users", "user_backup")
            .resource("orders", m -> m.to("order_facts").actions(Operation.INSERT).key("no"))
            .config("connectionString", "h")
            .batchSize(5)
            .maxRetries(1)
            .timeout(Duration.ofSeconds(2))
            .concurrency(2)
            .rateLimit(RateLimit.records(9, Duration.ofSeconds(3)))
            .build();
    Settings.Destination read =
        read(Map.of("replicators", List.of(built))).destinations().getFirst();
    assertThat(read.id()).isEqualTo("w");
    assertThat(read.batchSize()).isEqualTo(5);
    assertThat(read.retry().maxRetries()).isEqualTo(1);
    assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(read.concurrency()).isEqualTo(2);
    assertThat(read.rateLimit()).isEqualTo(RateLimit.records(9, Duration.ofSeconds(3)));
    assertThat(read.routes())
        .extracting(Route::name, Route::target)
        .containsExactly(
            tuple("users#0", "users"),
            tuple("users#1", "user_backup"),
            tuple("orders#0", "order_facts"));
    assertThat(named(read.routes(), "orders#0").key()).containsExactly("no");
    assertThat(named(read.routes(), "orders#0").actions()).containsExactly(Operation.INSERT);
  }

  private static List<Route> routes(Object resources) {
    return read(Map.of("replicators", List.of(replicator(Map.of("resources", resources)))))
        .destinations()
        .getFirst()
        .routes();
  }

  private static Route named(List<Route> routes, String name) {
    return routes.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static Map<String, Object> replicator(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("driver", "fake");
    values.put("resources", List.of("orders"));
    values.put("config", CONFIG);
    values.putAll(more);
    return values;
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static List<String> problems(Map<String, ? extends @Nullable Object> values) {
    return new ArrayList<>(
        catchThrowableOfType(ConfigurationException.class, () -> read(values)).problems());
  }

  private static Settings read(Map<String, ? extends @Nullable Object> values) {
    return SettingsReader.read(values, Drivers.installed(), TransformReader.installed(Path.of("")));
  }
}
