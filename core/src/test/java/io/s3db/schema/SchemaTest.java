package io.s3db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.Document;
import io.s3db.ValidationException;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.Catalog;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.golden.Vectors;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void reportsAllProblemsOfARecordAtOnce() {
    Schema schema =
        schema(
            Map.of(
                "age", "number|min:18",
                "name", "string|min:3|alpha",
                "address", Map.of("zip", "string|length:5")));
    ValidationException refused =
        catchThrowableOfType(
            ValidationException.class,
            () ->
                schema.validate(
                    Document.of("age", 3, "name", "x1", "address", Map.of("zip", "12"))));
    assertThat(refused.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "The 'age' field must be greater than or equal to 18.",
            "The 'name' field length must be greater than or equal to 3 characters long.",
            "The 'name' field must be an alphabetic string.",
            "The 'address.zip' field length must be 5 characters long.");
  }

  @Test
  void appliesDefaultsAsS3dbJsDoes() {
    Map<String, @Nullable Object> vector = Vectors.map(Vectors.vector("defaults"));
    Map<String, Object> attributes = new LinkedHashMap<>();
    Vectors.map(vector.get("attributes"))
        .forEach(
            (name, definition) ->
                attributes.put(name, java.util.Objects.requireNonNull(definition)));
    // NaN, which s3db.js takes from number|default:x, is no value here.
    attributes.remove("h");
    Map<String, @Nullable Object> applied = new LinkedHashMap<>(Vectors.map(vector.get("applied")));
    applied.remove("h");

    assertThat(schema(attributes).withDefaults(Document.of())).isEqualTo(Document.copyOf(applied));
    Map<String, @Nullable Object> over =
        new LinkedHashMap<>(Vectors.map(vector.get("appliedOver")));
    over.remove("h");
    assertThat(schema(attributes).withDefaults(Document.of("a", null, "c", false)))
        .isEqualTo(Document.copyOf(over));
  }

  @Test
  void aDefaultThatIsNoNumberIsNone() {
    assertThat(schema(Map.of("h", "number|default:x")).withDefaults(Document.of()).isEmpty())
        .isTrue();
  }

  @Test
  void refusesWholeNumbersThatADoubleWouldChange() {
    ValidationException refused =
        catchThrowableOfType(
            ValidationException.class,
            () -> schema(Map.of("n", "number")).validate(Document.of("n", (1L << 53) + 1)));
    assertThat(refused).hasMessageContaining("keep it as text");
  }

  @Test
  void numbersAreDoublesAndIntegersLongs() {
    Schema schema =
        schema(Map.of("n", "number", "i", "number|integer", "l", "array|items:number|integer"));
    Document valid = schema.validate(Document.of("n", 5, "i", "5", "l", java.util.List.of(5.0)));
    assertThat(valid.get("n")).isEqualTo(5.0);
    assertThat(valid.get("i")).isEqualTo(5L);
    assertThat(valid.get("l")).isEqualTo(java.util.List.of(5L));
  }

  @Test
  void keepsFieldsThatAreNoAttributes() {
    Document fields = Document.of("a", "x", "more", 5, "id", "given");
    assertThat(schema(Map.of("a", "string", "id", "string")).validate(fields)).isEqualTo(fields);
  }

  @Test
  void takesTimesOfAllIsoForms() {
    Schema schema = schema(Map.of("t", "datetime"));
    assertThat(schema.validate(Document.of("t", "2024-02")).text("t"))
        .isEqualTo("2024-02-01T00:00:00.000Z");
    assertThat(schema.validate(Document.of("t", "2024-02-03T04:05:06+02:00")).text("t"))
        .isEqualTo("2024-02-03T02:05:06.000Z");
    assertThat(schema.validate(Document.of("t", "2024-02-03T04:05")).text("t"))
        .isEqualTo("2024-02-03T04:05:00.000Z");
  }

  private static Schema schema(Map<String, Object> attributes) {
    ResourceDefinition definition =
        new ResourceDefinition("r", attributes, Behavior.USER_MANAGED, false, Map.of(), true, 22);
    return Schema.of(Catalog.empty().declare(definition, Instant.EPOCH).resource());
  }
}
