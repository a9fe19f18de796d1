package io.s3db.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.golden.GoldenDatabase;
import io.s3db.golden.Vectors;
import io.s3db.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Instant LATER = Instant.parse("2026-02-03T04:05:06.789Z");

  @ParameterizedTest
  @ValueSource(strings = {"strings", "numbers", "nested", "behaviors", "deletes"})
  void writesACatalogueAsItRead(String name) {
    GoldenDatabase database = GoldenDatabase.load(name);
    Instant written = Instant.parse(lastUpdated(database));
    assertThat(new String(database.catalog().toBytes(written), UTF_8))
        .isEqualTo(new String(database.catalogBytes(), UTF_8));
  }

  /** Built anew from the definitions alone; only times and the list of hooks differ. */
  @ParameterizedTest
  @ValueSource(strings = {"strings", "numbers", "nested", "behaviors", "deletes"})
  void declaresWhatS3dbJsDeclares(String name) {
    GoldenDatabase database = GoldenDatabase.load(name);
    Catalog golden = database.catalog();
    Catalog ours = Catalog.empty();
    for (String resource : golden.names()) {
      ours = ours.declare(golden.find(resource).orElseThrow().definition(), NOW).catalog();
    }
    assertThat(comparable(ours.toBytes(NOW))).isEqualTo(comparable(database.catalogBytes()));
  }

  @Test
  void hashesDefinitionsAsS3dbJsDoes() {
    for (Map<String, @Nullable Object> vector : Vectors.maps(Vectors.vector("definition-hash"))) {
      Map<String, @Nullable Object> given = Vectors.map(vector.get("definition"));
      ResourceDefinition definition =
          new ResourceDefinition(
              "r",
              SchemaIdsTest.attributes(given.get("attributes")),
              Behavior.parse(Vectors.text(given.get("behavior"))),
              Boolean.TRUE.equals(given.get("timestamps")),
              PartitionTree.parse("partitions", given.get("partitions")),
              true,
              22);
      assertThat(DefinitionHash.canonicalJson(definition)).isEqualTo(vector.get("canonicalJson"));
      assertThat(DefinitionHash.of(definition)).isEqualTo(vector.get("hash"));
    }
  }

  @Test
  void declaringTheSameAgainChangesNothing() {
    Catalog catalog = Catalog.empty().declare(users().build(), NOW).catalog();
    Catalog read = Catalog.parse(catalog.toBytes(NOW));

    Catalog.Declared again = read.declare(users().build(), LATER);

    assertThat(again.changed()).isFalse();
    assertThat(again.catalog()).isSameAs(read);
    assertThat(again.resource().version()).isEqualTo("v1");
  }

  @Test
  void aChangeAddsAVersionAndKeepsNumbersForGood() {
    Catalog first = Catalog.empty().declare(users().build(), NOW).catalog();
    ResourceDefinition withoutAge =
        ResourceDefinition.named("users")
            .attribute("email", "email")
            .attribute("city", "string|optional")
            .build();

    Catalog.Declared second = first.declare(withoutAge, LATER);
    Catalog.Declared third = second.catalog().declare(users().build(), LATER);

    assertThat(second.changed()).isTrue();
    assertThat(second.resource().version()).isEqualTo("v2");
    assertThat(second.resource().idsByPath()).isEqualTo(Map.of("email", "0", "city", "2"));
    assertThat(third.resource().version()).isEqualTo("v3");
    assertThat(third.resource().idsByPath()).isEqualTo(Map.of("email", "0", "age", "3"));
    assertThat(new String(third.catalog().toBytes(LATER), UTF_8))
        .contains("\"v1\": {", "\"v2\": {", "\"v3\": {");
    assertThat(third.resource().registry().burned())
        .extracting(ash -> ash.get("attribute"))
        .containsExactly("age", "city");
  }

  @Test
  void timestampsBringAttributesAndPartitions() {
    CatalogResource resource =
        Catalog.empty().declare(users().timestamps(true).build(), NOW).resource();
    assertThat(resource.definition().attributes())
        .containsEntry("createdAt", "datetime|optional")
        .containsEntry("updatedAt", "datetime|optional");
    assertThat(resource.definition().partitions().get("byUpdatedDate"))
        .isEqualTo(new PartitionDefinition(Map.of("updatedAt", "date|maxlength:10")));
  }

  @Test
  void changesParanoidWithoutANewVersion() {
    Catalog first = Catalog.empty().declare(users().build(), NOW).catalog();
    Catalog.Declared second = first.declare(users().paranoid(false).build(), LATER);
    assertThat(second.changed()).isTrue();
    assertThat(second.resource().version()).isEqualTo("v1");
    assertThat(second.resource().definition().paranoid()).isFalse();
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    String file =
        """
        {"resources":{"a":{"future":[1],"versions":{"v1":{"attributes":{"x":"string"},"api":{"k":1}}}},
        "b":{"versions":{"v1":{"attributes":{"y":"secret"}}}}},"extra":{"z":true}}\
        """;
    Catalog changed =
        Catalog.parse(file.getBytes(UTF_8))
            .declare(ResourceDefinition.named("a").attribute("q", "number").build(), NOW)
            .catalog();
    Map<String, @Nullable Object> written = Vectors.map(Json.parse(changed.toBytes(NOW)));
    Map<String, @Nullable Object> a = Vectors.map(Vectors.map(written.get("resources")).get("a"));
    assertThat(written.get("extra")).isEqualTo(Map.of("z", true));
    assertThat(a.get("future")).isEqualTo(List.of(1L));
    assertThat(Vectors.map(a.get("versions")).get("v1"))
        .isEqualTo(Map.of("attributes", Map.of("x", "string"), "api", Map.of("k", 1L)));
    assertThat(changed.names()).containsExactly("a", "b");
  }

  @Test
  void readsTheLeastThatS3dbJsAccepts() {
    CatalogResource users =
        catalog(
                "{\"resources\":{\"users\":{\"versions\":{\"v1\":{\"attributes\":{\"a\":\"string\",\"o\":{\"b\":\"number\"}}}}}}}")
            .find("users")
            .orElseThrow();
    assertThat(users.definition().behavior()).isEqualTo(Behavior.USER_MANAGED);
    assertThat(users.definition().paranoid()).isTrue();
    assertThat(users.definition().timestamps()).isFalse();
    assertThat(users.version()).isEqualTo("v1");
    assertThat(users.idsByPath()).isEqualTo(Map.of("a", "0", "o.b", "1", "o", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "; empty",
        "{\"resources\":; not JSON",
        "[]; not a JSON object",
        "{}; 'resources' is missing",
        "{\"resources\":{\"a\":{}}}; resource 'a' has no versions",
        "{\"resources\":{\"a\":{\"versions\":{\"v1\":{}}}}}; has no attributes",
        "{\"resources\":{\"a\":{\"versions\":{\"v1\":{\"attributes\":{},\"behavior\":\"best\"}}}}};"
            + " there is no behaviour 'best'",
        "{\"resources\":{\"a\":{\"versions\":{\"v1\":{\"attributes\":{\"x\":\"string\"}}},\"schemaRegistry\":{\"mapping\":{\"x\":1,\"y\":1}}}}};"
            + " gives the number 1 to 'x' and to 'y'"
      })
  void refusesACorruptFileAsAWhole(@Nullable String file, String why) {
    assertThatThrownBy(() -> catalog(file == null ? "" : file))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was changed");
  }

  @Test
  void saysWhyAResourceCannotBeWritten() {
    CatalogResource resource =
        Catalog.empty()
            .declare(
                ResourceDefinition.named("cards")
                    .attribute("holder", "string")
                    .attribute("number", "secret")
                    .attribute("ip", Map.of("last", "ip4|default:datetime"))
                    .partition("byBoth", twoFields())
                    .build(),
                NOW)
            .resource();
    assertThat(resource.writeBlockers())
        .containsExactly(
            "Attribute 'ip.last' of 'cards' has the type 'ip4|default:datetime', which cannot be"
                + " written.");
    assertThat(Catalog.empty().declare(users().build(), NOW).resource().writeBlockers()).isEmpty();
  }

  private static Map<String, String> twoFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("holder", "string");
    fields.put("ip.last", "string");
    return fields;
  }

  private static ResourceDefinition.Builder users() {
    return ResourceDefinition.named("users")
        .attribute("email", "email")
        .attribute("age", "number|optional");
  }

  private static Catalog catalog(String json) {
    return Catalog.parse(json.getBytes(UTF_8));
  }

  private static String lastUpdated(GoldenDatabase database) {
    return Vectors.text(Vectors.map(Json.parse(database.catalogBytes())).get("lastUpdated"));
  }

  private static String comparable(byte[] catalog) {
    return new String(catalog, UTF_8)
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]*Z", "<time>")
        .replaceAll("\"hooks\": \\{\\n(?s:.*?)\\n {10}\\},", "\"hooks\": {},");
  }
}
