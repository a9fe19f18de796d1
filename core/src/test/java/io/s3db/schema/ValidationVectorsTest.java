package io.s3db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.ValidationException;
import io.s3db.catalog.Catalog;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.golden.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What s3db.js accepts, refuses and makes of values, with its messages. */
class ValidationVectorsTest {
  private static final String UNDEFINED = "{\"$undefined\":true}";

  /** Stands for what is encrypted or hashed: here only when it is stored, and never if absent. */
  private static final String ENCRYPTED = "<encrypted/hashed>";

  /** Rows with another result here, and why. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "json {\"a\":1}",
          "an object stays an object, where s3db.js makes it text",
          "json 5",
          "a number stays a number, where s3db.js makes it text",
          "geo:point|optional " + UNDEFINED,
          "what is optional may be absent",
          "buffer|optional " + UNDEFINED,
          "what is optional may be absent");

  @Test
  void validatesAsS3dbJsDoes() {
    int checked = 0;
    Set<String> different = new HashSet<>();
    for (Map<String, @Nullable Object> row : rows()) {
      Object definition = row.get("def");
      if (definition == null || row.containsKey("schemaError")) {
        continue;
      }
      String name = definition + " " + io.s3db.json.Json.write(row.get("in"));
      Object ours = result(definition, row.get("in"));
      Object valid = ENCRYPTED.equals(row.get("out")) ? row.get("in") : row.get("out");
      Object theirs = Boolean.TRUE.equals(row.get("valid")) ? valid : errors(row);
      if (DIFFERENT.containsKey(name)) {
        different.add(name);
        assertThat(Document.same(ours, theirs)).as(name).isFalse();
      } else {
        assertThat(Document.same(ours, theirs)).as("%s:%n%s%n%s", name, ours, theirs).isTrue();
      }
      checked++;
    }
    assertThat(different).isEqualTo(DIFFERENT.keySet());
    assertThat(checked).isEqualTo(rows().size() - 2);
  }

  /** The normalised value, or the list of problems; undefined where the field is absent. */
  private static @Nullable Object result(Object definition, @Nullable Object in) {
    Schema schema = schema(definition);
    Document given = Vectors.isUndefined(in) ? Document.of() : Document.of("v", in);
    try {
      Document valid = schema.validate(given);
      return valid.has("v") ? valid.get("v") : Map.of("$undefined", true);
    } catch (ValidationException e) {
      List<Object> problems = new ArrayList<>();
      for (Problem problem : e.problems()) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("type", problem.type());
        map.put("message", problem.message());
        map.put("field", problem.field());
        map.put(
            "expected",
            problem.expected() == null ? Map.of("$undefined", true) : problem.expected());
        problems.add(map);
      }
      return problems;
    }
  }

  private static Object errors(Map<String, @Nullable Object> row) {
    return Vectors.maps(row.get("errors"));
  }

  /** Undeclarable definitions are among the rows: the check of new definitions is passed by. */
  private static Schema schema(Object definition) {
    ResourceDefinition resource =
        new ResourceDefinition(
            "r",
            Map.of("v", definition),
            io.s3db.catalog.Behavior.BODY_ONLY,
            false,
            Map.of(),
            true,
            22);
    return Schema.of(Catalog.empty().declare(resource, Instant.EPOCH).resource());
  }

  private static List<Map<String, @Nullable Object>> rows() {
    return Vectors.maps(Vectors.map(Vectors.vector("validation")).get("rows"));
  }

  /** Definitions that s3db.js cannot compile, or whose every value it refuses. */
  @ParameterizedTest
  @ValueSource(strings = {"string|enum:a,b", "bool", "date"})
  void refusesDefinitionsThatAcceptNothing(String definition) {
    assertThatThrownBy(() -> ResourceDefinition.named("r").attribute("v", definition).build())
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'v'")
        .hasMessageContaining("'" + definition.split("\\|")[0]);
  }
}
