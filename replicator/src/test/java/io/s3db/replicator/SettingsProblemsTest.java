package io.s3db.replicator;

import static io.s3db.replicator.SettingsFixture.map;
import static io.s3db.replicator.SettingsFixture.problems;
import static io.s3db.replicator.SettingsFixture.replicator;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsProblemsTest {
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
  void missingResourcesAndConfigAreNamed() {
    assertThat(problems(Map.of("replicators", List.of(Map.of("driver", "fake")))))
        .containsExactlyInAnyOrder(
            "replicators[0].resources is required: name the resources to replicate",
            "replicators[0].config.connectionString is required");
  }
}
