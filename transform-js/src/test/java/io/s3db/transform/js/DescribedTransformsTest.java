package io.s3db.transform.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.ContextTransform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transform of the product description, as it stands there; rows computed by hand. */
final class DescribedTransformsTest {
  private static final List<String> NAMES =
      List.of(
          "headline",
          "payment-analytics",
          "compliance",
          "fraud-queue",
          "user-analytics",
          "user-copy",
          "audit-trail",
          "high-value-orders",
          "real-users",
          "stamped",
          "copy",
          "crm-user",
          "crm-order",
          "customer-profile",
          "complete-users",
          "listed-fields",
          "fragile",
          "robust",
          "privacy",
          "no-drafts",
          "joined-name",
          "renamed-key",
          "staging",
          "order-analytics",
          "fraud-events",
          "fulfillment",
          "order-facts");

  record Case(String script, Document of) {
    @Override
    public String toString() {
      return script + " of " + of.document("data").id();
    }
  }

  static Stream<Case> cases() throws IOException {
    Stream.Builder<Case> cases = Stream.builder();
    for (String name : NAMES) {
      for (Object each : (List<?>) Objects.requireNonNull(Json.parse(resource(name + ".json")))) {
        cases.add(new Case(name, document(each)));
      }
    }
    return cases.build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheRowThatIsDescribed(Case each) throws Exception {
    ContextTransform transform =
        new JavaScript().compile(each.script(), resource(each.script() + ".js"));
    Document data = each.of().document("data");
    if (each.of().has("error")) {
      assertThatThrownBy(() -> transform.apply(data, Scripts.CHANGE))
          .hasToString(each.of().text("error"));
    } else {
      Document row = transform.apply(data, Scripts.CHANGE);
      Object expected = each.of().get("row");
      assertThat(row).isEqualTo(expected == null ? null : document(expected));
      if (row != null && expected != null) {
        assertThat(row.names()).containsExactlyElementsOf(document(expected).names());
      }
    }
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Document document(Object value) {
    return Document.wrap((Map<String, Object>) value);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DescribedTransformsTest.class.getResourceAsStream("described/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
