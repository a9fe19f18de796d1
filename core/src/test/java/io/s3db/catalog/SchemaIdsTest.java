package io.s3db.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaIdsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void numbersAttributesInTheOrderOfS3dbJs() {
    Vectors.map(Vectors.vector("schema-map"))
        .forEach(
            (name, value) -> {
              Map<String, @Nullable Object> vector = Vectors.map(value);
              SchemaRegistry registry =
                  SchemaRegistry.empty()
                      .evolve(AttributePaths.of(attributes(vector.get("attributes"))), NOW);
              assertThat(registry.idsByPath()).as(name).isEqualTo(vector.get("map"));
              assertThat(RegistryTree.of(registry)).as(name).isEqualTo(vector.get("registry"));
              assertThat(new ArrayList<>(registry.mapping().keySet()))
                  .as(name)
                  .isEqualTo(new ArrayList<>(Vectors.map(vector.get("map")).keySet()));
            });
  }

  @Test
  void evolvesTheRegistryAsS3dbJsDoes() {
    Map<String, @Nullable Object> vector = Vectors.map(Vectors.vector("schema-registry"));
    for (Map<String, @Nullable Object> step : Vectors.maps(vector.get("steps"))) {
      SchemaRegistry before = RegistryTree.parse("vector", step.get("in"));
      SchemaRegistry after =
          before.evolve(AttributePaths.of(attributes(step.get("attributes"))), NOW);
      assertThat(undated(RegistryTree.of(after))).isEqualTo(undated(Vectors.map(step.get("out"))));
    }
  }

  @Test
  void hashesTheNamesOfPluginAttributes() {
    Map<String, @Nullable Object> vector = Vectors.map(Vectors.vector("plugin-keys"));
    for (Map<String, @Nullable Object> sample : Vectors.maps(vector.get("samples"))) {
      assertThat(PluginIds.of(Vectors.text(sample.get("plugin")), Vectors.text(sample.get("attr"))))
          .isEqualTo(sample.get("key"));
    }
  }

  /** The encodings that s3db.js chose, by the attribute's path. */
  @Test
  void choosesTheEncodingOfS3dbJs() {
    Vectors.map(Vectors.vector("schema-map"))
        .forEach(
            (name, value) -> {
              Map<String, @Nullable Object> vector = Vectors.map(value);
              Map<String, @Nullable Object> chosen =
                  Vectors.map(Vectors.map(vector.get("hooks")).get("beforeMap"));
              for (Attribute attribute : Attribute.of(attributes(vector.get("attributes")))) {
                Object hooks = chosen.get(attribute.path());
                String hook = hooks instanceof List<?> list ? String.valueOf(list.getFirst()) : "";
                assertThat(attribute.type())
                    .as("%s %s %s", name, attribute.path(), attribute.definition())
                    .isIn(typesOf(hook));
              }
            });
  }

  private static List<AttributeType> typesOf(String hook) {
    return switch (hook) {
      case "toBase62Decimal" -> List.of(AttributeType.NUMBER);
      case "toBase62" -> List.of(AttributeType.INTEGER);
      case "fromBool" -> List.of(AttributeType.BOOLEAN);
      case "toJSON" -> List.of(AttributeType.JSON);
      case "fromArray" -> List.of(AttributeType.TEXT_LIST);
      case "fromArrayOfDecimals" -> List.of(AttributeType.NUMBER_LIST);
      case "fromArrayOfNumbers" -> List.of(AttributeType.INTEGER_LIST);
      case "encrypt" -> List.of(AttributeType.SECRET, AttributeType.SECRET_SCALAR);
      case "encodeIPv4" -> List.of(AttributeType.IP4);
      case "" ->
          List.of(
              AttributeType.TEXT,
              AttributeType.ANY,
              AttributeType.LIST,
              AttributeType.DATETIME,
              AttributeType.DAY,
              AttributeType.TIME_OF_DAY,
              AttributeType.OBJECT,
              AttributeType.SHORT,
              AttributeType.PASSWORD,
              AttributeType.PASSWORD_ARGON2);
      default -> List.of(AttributeType.SHORT);
    };
  }

  static Map<String, Object> attributes(@Nullable Object tree) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    Vectors.map(tree)
        .forEach(
            (name, definition) -> {
              if (definition != null) {
                attributes.put(name, definition);
              }
            });
    return attributes;
  }

  /** The vectors have a word in place of times; ours must be the given time. */
  private static Map<String, @Nullable Object> undated(Map<String, @Nullable Object> registry) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(registry);
    List<Object> ashes = new ArrayList<>();
    for (Map<String, @Nullable Object> ash : Vectors.maps(registry.get("burned"))) {
      Map<String, @Nullable Object> undated = new LinkedHashMap<>(ash);
      assertThat(undated.remove("burnedAt")).isIn("T", "<now>", "2026-01-02T03:04:05.678Z");
      ashes.add(undated);
    }
    copy.put("burned", ashes);
    return copy;
  }
}
