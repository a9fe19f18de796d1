package io.s3db.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsNumberTest {
  /** Texts as Node prints them. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "5, 5",
    "-1.5, -1.5",
    "0.1, 0.1",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "1.5e-7, 1.5e-7",
    "123456789012345680000, 123456789012345680000",
    "1e21, 1e+21",
    "1.5e300, 1.5e+300",
    "4.9e-324, 5e-324",
    "9.9e-324, 1e-323",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "1000000000000000, 1000000000000000",
    "0.30000000000000004, 0.30000000000000004"
  })
  void writesNumbersAsJavaScriptDoes(double number, String text) {
    assertThat(JsNumber.text(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0", "' ', 0", "5, 5", "'\t-1.5\n', -1.5", "+2, 2", ".5, 0.5", "5., 5", "1e3, 1000",
    "0x1F, 31", "0b11, 3", "0o17, 15", "x, NaN", "1x, NaN", "1 2, NaN", "1.5f, NaN", "-0x1, NaN",
    "Infinity, Infinity", "-Infinity, -Infinity", "infinity, NaN"
  })
  void readsNumbersAsJavaScriptDoes(String text, double number) {
    assertThat(JsNumber.parse(text)).isEqualTo(Double.valueOf(number));
  }

  @Test
  void wholeNumbersAreLongsAsFarAsTheyAreExact() {
    assertThat(JsNumber.value(5.0)).isEqualTo(5L);
    assertThat(JsNumber.value(0.5)).isEqualTo(0.5);
    assertThat(JsNumber.value(1e16)).isEqualTo(1e16);
    assertThat(JsNumber.exact((1L << 53) + 1)).isFalse();
    assertThat(JsNumber.exact((1L << 53) + 2)).isTrue();
    assertThat(JsNumber.exact(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void listsPropertiesInTheOrderOfJavaScript() {
    Map<String, Integer> map = new LinkedHashMap<>();
    List.of("b", "10", "2", "01", "a", "4294967295").forEach(name -> map.put(name, 0));
    assertThat(JsText.propertyOrder(map).keySet())
        .containsExactly("2", "10", "b", "01", "a", "4294967295");
  }

  @Test
  void writesPrettyJsonAsJavaScriptDoes() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a", List.of(1L, List.of()));
    value.put("b", Map.of("c", Map.of()));
    assertThat(Json.pretty(value))
        .isEqualTo(
            """
            {
              "a": [
                1,
                []
              ],
              "b": {
                "c": {}
              }
            }\
            """);
  }
}
