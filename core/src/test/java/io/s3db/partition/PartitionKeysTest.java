package io.s3db.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.catalog.PartitionDefinition;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.golden.Vectors;
import io.s3db.store.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionKeysTest {
  /** s3db.js writes these keys; we refuse the values. */
  private static boolean refused(String key) {
    String value = key.substring(key.lastIndexOf('=', key.indexOf("/id=")) + 1);
    boolean moved = !key.matches("resource=ev/partition=\\w+(/[\\w.]+=[^/]*)+/id=ID1");
    return moved || key.indexOf('\\') >= 0 || value.startsWith("..");
  }

  private static Map<String, String> texts(@Nullable Object map) {
    Map<String, String> texts = new LinkedHashMap<>();
    Vectors.map(map).forEach((name, value) -> texts.put(name, Vectors.text(value)));
    return texts;
  }

  private static PartitionKeys keys(String name, Map<String, String> fields) {
    Map<String, PartitionDefinition> partitions = Map.of(name, new PartitionDefinition(fields));
    ResourceDefinition base = ResourceDefinition.named("ev").attribute("x", "string").build();
    return PartitionKeys.of(
        new ResourceDefinition(
            base.name(), base.attributes(), base.behavior(), false, partitions, true, 22));
  }

  @Test
  void areThoseOfS3dbJs() {
    Map<String, Object> vectors = copy(Vectors.vector("partition-keys"));
    int compared = 0;
    int refused = 0;
    for (var partition : copy(vectors.get("partitions")).entrySet()) {
      Map<String, String> fields = texts(copy(partition.getValue()).get("fields"));
      PartitionKeys keys = keys(partition.getKey(), fields);
      for (var row : Vectors.maps(vectors.get("rows"))) {
        Document data = Document.copyOf(Vectors.map(row.get("data")));
        Object expected = Vectors.map(row.get("keys")).get(partition.getKey());
        if (expected != null && refused((String) expected)) {
          assertThatThrownBy(() -> keys.of("ID1", data)).isInstanceOf(S3dbException.class);
          refused++;
        } else {
          assertThat(keys.of("ID1", data).stream().map(ObjectKey::value))
              .as("%s of %s", partition.getKey(), data)
              .isEqualTo(expected == null ? List.of() : List.of(expected));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(120);
    assertThat(refused).isEqualTo(3);
  }

  private static Map<String, Object> copy(@Nullable Object map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    Vectors.map(map)
        .forEach((name, value) -> copy.put(name, java.util.Objects.requireNonNull(value)));
    return copy;
  }

  @Test
  void refuseValuesThatWouldChangeTheMeaningOfTheKey() {
    PartitionKeys keys = keys("r", Map.of("region", "string"));
    Stream.of("a/b", "../x", "a\\b", ".", "..", "x/../../../resource=victim/data")
        .forEach(
            value ->
                assertThatThrownBy(() -> keys.of("t1", Document.of("region", value)))
                    .hasMessageContaining("'region' of a record of 'ev'"));
    assertThat(keys.of("t1", Document.of("region", "50% a=b"))).hasSize(1);
    assertThatThrownBy(() -> keys.of("t1", Document.of("region", "x".repeat(1_000))))
        .hasMessageContaining("bytes in partition");
  }

  @Test
  void ofTimestampsAreAutomatic() {
    PartitionKeys keys =
        PartitionKeys.of(
            ResourceDefinition.named("ev").attribute("x", "string").timestamps(true).build());

    assertThat(
            keys.of(
                "a",
                Document.of(
                    "createdAt", "2025-10-18T10:30:00.000Z",
                    "updatedAt", "2025-10-19T00:00:00.000Z")))
        .extracting(ObjectKey::value)
        .containsExactly(
            "resource=ev/partition=byCreatedDate/createdAt=2025-10-18/id=a",
            "resource=ev/partition=byUpdatedDate/updatedAt=2025-10-19/id=a");
  }

  @Test
  void ofAListingEndWithASlashSoThatUsIsNotUsa() {
    PartitionKeys keys = keys("r", Map.of("region", "string"));

    assertThat(keys.prefix("r", Document.of("region", "US")))
        .isEqualTo("resource=ev/partition=r/region=US/");
    assertThatThrownBy(() -> keys.prefix("x", Document.of("region", "US")))
        .hasMessageContaining("no partition 'x'");
    assertThatThrownBy(() -> keys.prefix("r", Document.of())).hasMessageContaining("region");
  }

  @Test
  void refuseTextThatHasNoBytesOfItsOwn() {
    PartitionKeys keys = keys("r", Map.of("region", "string"));

    assertThatThrownBy(() -> keys.of("t1", Document.of("region", "a\ud800")))
        .hasMessageContaining("whole Unicode text");
    assertThatThrownBy(() -> keys.of("t1", Document.of("region", "a\0b")))
        .hasMessageContaining("NUL");
    assertThat(keys.of("t1", Document.of("region", "日本 😀"))).hasSize(1);
  }

  @Test
  void ofSeveralFieldsNeedThemAllAndCanBeListedByTheFirst() {
    PartitionKeys keys =
        keys("rc", Map.of("region", "string|maxlength:2", "Country", "string", "n", "number"));

    assertThat(keys.fields("rc")).containsExactly("Country", "n", "region");
    assertThat(keys.of("a", Document.of("region", "USA", "Country", "y", "n", 1.5)))
        .containsExactly(ObjectKey.of("resource=ev/partition=rc/Country=y/n=1.5/region=US/id=a"));
    assertThat(keys.of("a", Document.of("region", "USA", "Country", "y"))).isEmpty();
    assertThat(keys.prefix("rc", Document.of("Country", "y")))
        .isEqualTo("resource=ev/partition=rc/Country=y/");
    assertThatThrownBy(() -> keys.prefix("rc", Document.of("Country", "y", "region", "US")))
        .hasMessage(
            "A listing of partition 'rc' of 'ev' has no value for 'n'. Give values for the first of"
                + " its fields, which are ordered Country, n, region.");
    assertThatThrownBy(() -> keys.prefix("rc", Document.of("Country", "y", "colour", "red")))
        .hasMessageContaining("has no field 'colour'");
  }

  @Test
  void sayWhichPartitionHasFieldsOfUnknownOrder() {
    assertThat(keys("r", Map.of("имя", "string")).blockers()).isEmpty();
    assertThat(keys("r", Map.of("имя", "string", "b", "string")).blockers())
        .singleElement()
        .asString()
        .contains("Partition 'r' of 'ev'");
  }
}
