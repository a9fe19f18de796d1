package io.s3db.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.golden.Vectors;
import io.s3db.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The codecs of s3db.js for single values: every vector, and what is different on purpose. */
class ShortFormVectorsTest {
  /** Vectors with another result here, and why. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "encodeIPv6 \"fe80::1%eth0\"", "refused: the zone would be lost",
          "encodeIPv6 \"::ffff:1.2.3.4\"", "all four parts of the address are kept",
          "decodeIPv4 \"127.0.0.1\"", "text with points is no base64");

  private static final Map<String, ShortForm> FORMS =
      Map.of(
          "IPv4", ShortForms.IP4,
          "IPv6", ShortForms.IP6,
          "DecimalFixed", ShortForms.decimal(2),
          "GeoLatitude", ShortForms.latitude(6),
          "GeoLongitude", ShortForms.longitude(6),
          "GeoPointPair", ShortForms.point(6),
          "Buffer", ShortForms.BYTES);

  private final Set<String> different = new HashSet<>();
  private int same;

  @Test
  void encodesAndDecodesAsS3dbJsDoes() {
    FORMS.forEach(
        (action, form) -> {
          rows("encode" + action).forEach(row -> encodes("encode" + action, form, row));
          rows("decode" + action).forEach(row -> decodes("decode" + action, form, row));
        });
    rows("encodeMoney").forEach(row -> encodes("encodeMoney", money(row), row));
    rows("decodeMoney").forEach(row -> decodes("decodeMoney", ShortForms.money(2), row));
    rows("fromArrayOfEmbeddings")
        .forEach(row -> encodes("fromArrayOfEmbeddings", ShortForms.EMBEDDING, row));
    rows("toArrayOfEmbeddings")
        .forEach(row -> decodes("toArrayOfEmbeddings", ShortForms.EMBEDDING, row));

    assertThat(different)
        .containsExactlyInAnyOrder(
            "encodeIPv6 \"fe80::1%eth0\"",
            "encodeIPv6 \"::ffff:1.2.3.4\"", "decodeIPv4 \"127.0.0.1\"");
    assertThat(same).isGreaterThan(60);
  }

  /** What is no value of the kind is kept as it is by s3db.js, and refused here. */
  private void encodes(String action, ShortForm form, Map<String, @Nullable Object> row) {
    Object in = row.get("in");
    String stored = in == null ? null : form.encode(in);
    boolean kept = String.valueOf(in).equals(String.valueOf(row.get("out")));
    boolean binary = action.equals("encodeBuffer");
    boolean odd = Json.write(in).contains("$number");
    if (stored == null && (kept || binary || odd)) {
      same++;
      return;
    }
    note(action, in, stored, row.get("out"));
  }

  private void decodes(String action, ShortForm form, Map<String, @Nullable Object> row) {
    String in = Vectors.text(row.get("in"));
    Object value = form.decode(in);
    boolean kept = in.equals(row.get("out")) || Json.write(row.get("out")).contains("$number");
    boolean binary = row.get("out") instanceof Map<?, ?> map && map.containsKey("$base64");
    if ((value == null && kept) || (binary && in.equals(value))) {
      same++;
      return;
    }
    note(action, in, value == null ? in : value, row.get("out"));
  }

  private void note(String action, @Nullable Object in, @Nullable Object ours, Object theirs) {
    if (Document.same(ours, theirs)) {
      same++;
    } else {
      String name = action + " " + Json.write(in);
      assertThat(DIFFERENT).as("%s: %s instead of %s", name, ours, theirs).containsKey(name);
      different.add(name);
    }
  }

  private static ShortForm money(Map<String, @Nullable Object> row) {
    Object context = row.get("ctx");
    return ShortForms.money(
        context == null
            ? 2
            : ((Number) java.util.Objects.requireNonNull(Vectors.map(context).get("decimals")))
                .intValue());
  }

  private static List<Map<String, @Nullable Object>> rows(String action) {
    Object rows = Vectors.map(Vectors.vector("actions")).get(action);
    return rows == null ? List.of() : Vectors.maps(rows);
  }
}
