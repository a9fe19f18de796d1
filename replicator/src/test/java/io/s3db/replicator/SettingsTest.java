package io.s3db.replicator;

import static io.s3db.replicator.SettingsFixture.CONFIG;
import static io.s3db.replicator.SettingsFixture.named;
import static io.s3db.replicator.SettingsFixture.problems;
import static io.s3db.replicator.SettingsFixture.read;
import static io.s3db.replicator.SettingsFixture.replicator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.s3db.Operation;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class SettingsTest {
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
    assertThat(settings.watch()).isEqualTo(new WatchOptions(false, Duration.ofSeconds(5), 0, 1000));
    Settings.Destination only = settings.destinations().getFirst();
    assertThat(only.id()).isEqualTo("fake");
    assertThat(only.batchSize()).isEqualTo(100);
    assertThat(only.retry().maxRetries()).isEqualTo(3);
    assertThat(only.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(only.concurrency()).isEqualTo(4);
    assertThat(only.sink().target()).isEqualTo("fake://host");
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
        "watch",
        Map.of("enabled", true, "interval", "7s", "maxRequestsPerHour", 900, "maxDeletes", 12));
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
    assertThat(settings.watch()).isEqualTo(new WatchOptions(true, Duration.ofSeconds(7), 900, 12));
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

  @Test
  void aliasesOfDriversAreReportedByTheirFirstName() {
    Settings settings =
        read(Map.of("replicators", List.of(replicator(Map.of("driver", "fakery")))));
    assertThat(settings.destinations().getFirst().driver()).isEqualTo("fake");
    assertThat(settings.destinations().getFirst().id()).isEqualTo("fake");
  }

  @Test
  void disabledTakesTheSameOptions() {
    Map<String, Object> values = new HashMap<>(Map.of("enabled", false, "batchSize", 50));
    values.put("maxRetries", 2);
    values.put("timeout", "5s");
    assertThat(read(values).enabled()).isFalse();
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
}
