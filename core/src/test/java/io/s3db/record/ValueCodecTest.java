package io.s3db.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.catalog.AttributeType;
import io.s3db.golden.Vectors;
import io.s3db.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codecs of s3db.js, value by value. */
class ValueCodecTest {
  private static final ValueEncoder ENCODER =
      new ValueEncoder(false, "r", io.s3db.secret.Vault.locked());

  /** Values of another type, which s3db.js converts or lets pass, are refused here. */
  @ParameterizedTest
  @CsvSource({
    "TEXT_LIST, fromArray, 4",
    "INTEGER_LIST, fromArrayOfNumbers, 2",
    "NUMBER_LIST, fromArrayOfDecimals, 2",
    "BOOLEAN, fromBool, 2",
    "JSON, toJSON, 6",
    "INTEGER, toBase62, 2",
    "NUMBER, toBase62Decimal, 1"
  })
  void writesValuesAsS3dbJsDoes(AttributeType type, String action, int least) {
    int same = 0;
    for (Map<String, @Nullable Object> row : rows(action)) {
      Object in = row.get("in");
      Problems problems = new Problems();
      Object stored = ENCODER.encode("v", codec(type), in, problems);
      boolean refused = problems.isAny();
      boolean better = isBetter(type, in);
      if (!refused && !better) {
        assertThat(stored).as("%s %s", action, Json.write(in)).isEqualTo(row.get("out"));
        same++;
      }
    }
    assertThat(same).isGreaterThanOrEqualTo(least);
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT_LIST, toArray",
    "INTEGER_LIST, toArrayOfNumbers",
    "NUMBER_LIST, toArrayOfDecimals",
    "BOOLEAN, toBool",
    "JSON, fromJSON"
  })
  void readsValuesAsS3dbJsDoes(AttributeType type, String action) {
    for (Map<String, @Nullable Object> row : rows(action)) {
      Object read = ValueDecoder.decode("r", codec(type), row.get("in"));
      Object expected = holdsNaN(row.get("out")) ? row.get("in") : row.get("out");
      assertThat(Document.same(read, expected))
          .as("%s %s: %s", action, row.get("in"), read)
          .isTrue();
    }
  }

  private static FieldCodec codec(AttributeType type) {
    return new FieldCodec("v", "string", type, null, "0");
  }

  /** One empty item, which bars cannot tell from none, and text that is JSON itself. */
  private static boolean isBetter(AttributeType type, @Nullable Object in) {
    return (type == AttributeType.TEXT_LIST && List.of("").equals(in))
        || (type == AttributeType.JSON && "{\"a\":1}".equals(in));
  }

  /** A list that is not all numbers is given as its text. */
  private static boolean holdsNaN(@Nullable Object out) {
    return out instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance);
  }

  private static List<Map<String, @Nullable Object>> rows(String action) {
    return Vectors.maps(Vectors.map(Vectors.vector("actions")).get(action));
  }
}
