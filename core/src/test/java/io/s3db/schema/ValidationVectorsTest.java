package io.s3db.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.ValidationException;
import io.s3db.catalog.AttributeType;
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

/** What s3db.js accepts, refuses and makes of values, with its messages. */
class ValidationVectorsTest {
  /** Types whose values cannot be stored yet: their rows are left out. */
  private static final Set<String> NOT_YET =
      Set.of(
          "bool",
          "date",
          "dateonly",
          "timeonly",
          "uuid",
          "secret",
          "password",
          "ip4",
          "ip6",
          "mac",
          "cidr",
          "semver",
          "phone",
          "color",
          "duration",
          "ean",
          "money",
          "crypto",
          "decimal",
          "geo",
          "buffer",
          "embedding");

  /** Rows with another result here, and why. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "json {\"a\":1}", "an object stays an object, where s3db.js makes it text",
          "json 5", "a number stays a number, where s3db.js makes it text");

  @Test
  void validatesAsS3dbJsDoes() {
    int checked = 0;
    Set<String> different = new HashSet<>();
    for (Map<String, @Nullable Object> row : rows()) {
      Object definition = row.get("def");
      if (definition == null
          || NOT_YET.contains(type(definition))
          || row.containsKey("schemaError")) {
        continue;
      }
      String name = definition + " " + io.s3db.json.Json.write(row.get("in"));
      Object ours = result(definition, row.get("in"));
      Object theirs = Boolean.TRUE.equals(row.get("valid")) ? row.get("out") : errors(row);
      if (DIFFERENT.containsKey(name)) {
        different.add(name);
        assertThat(Document.same(ours, theirs)).as(name).isFalse();
      } else {
        assertThat(Document.same(ours, theirs)).as("%s:%n%s%n%s", name, ours, theirs).isTrue();
      }
      checked++;
    }
    assertThat(different).isEqualTo(DIFFERENT.keySet());
    assertThat(checked).isGreaterThan(170);
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

  private static String type(Object definition) {
    return definition instanceof String text ? text.split("[|:]")[0] : "";
  }

  private static List<Map<String, @Nullable Object>> rows() {
    return Vectors.maps(Vectors.map(Vectors.vector("validation")).get("rows"));
  }

  @Test
  void theRowsLeftOutAreThoseOfTypesThatCannotBeWritten() {
    for (String type : NOT_YET) {
      boolean broken = type.equals("bool") || type.equals("date");
      assertThat(broken || !AttributeType.of(type.equals("geo") ? "geo:lat" : type).writable())
          .as(type)
          .isTrue();
    }
  }
}
