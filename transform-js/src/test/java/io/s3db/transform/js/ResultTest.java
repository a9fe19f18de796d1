package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.run;
import static io.s3db.transform.js.Scripts.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records into JavaScript, and rows out of it. */
final class ResultTest {
  @Test
  void theRecordIsAnOrdinaryObject() throws Exception {
    Document data =
        Document.of("id", "u", "tags", List.of("b", "a"), "address", Map.of("city", "Köln"));
    Document row =
        run(
            """
            (data) => ({
              keys: Object.keys(data), has: 'tags' in data, lacks: 'x' in data,
              json: JSON.stringify(data), sorted: [...data.tags].sort(), list: Array.isArray(data.tags),
              plain: Object.getPrototypeOf(data) === Object.prototype, city: data.address.city.toUpperCase(),
              entries: Object.entries(data.address), mine: data.hasOwnProperty('id'),
            })
            """,
            data);
    assertThat(row)
        .isEqualTo(
            Document.of(
                "keys",
                List.of("id", "tags", "address"),
                "has",
                true,
                "lacks",
                false,
                "json",
                "{\"id\":\"u\",\"tags\":[\"b\",\"a\"],\"address\":{\"city\":\"Köln\"}}",
                "sorted",
                List.of("a", "b"),
                "list",
                true,
                "plain",
                true,
                "city",
                "KÖLN",
                "entries",
                List.of(List.of("city", "Köln")),
                "mine",
                true));
  }

  @Test
  void namesThatMeanSomethingToTheLanguageAreNamesOnly() throws Exception {
    Document data = Document.of("id", "u", "__proto__", "p", "constructor", "c", "toString", "t");
    assertThat(run("(data) => ({ ...data })", data)).isEqualTo(data);
    assertThat(run("(data) => { data.valueOf = 'v'; return data }", data).get("valueOf"))
        .isEqualTo("v");
  }

  @Test
  void nullsStayAndWhatIsUndefinedIsLeftOut() throws Exception {
    Document data = Document.of("id", "u", "gone", null);
    Document row =
        run("(data) => ({ ...data, none: data.missing, list: [undefined, null] })", data);
    assertThat(row)
        .isEqualTo(Document.of("id", "u", "gone", null, "list", Arrays.asList(null, null)));
    assertThat(row.names()).containsExactly("id", "gone", "list");
  }

  @Test
  void numbersThatArePassedOnKeepTheirType() throws Exception {
    Document data =
        Document.of("id", "u", "real", 2499.0, "whole", 7L, "list", List.of(Map.of("r", 3.0)));
    Document row =
        run(
            "({ real, whole, list }) => ({ a: real, b: whole, c: list[0].r, d: 8, e: real / 2 })",
            data);
    assertThat(row.toMap())
        .containsExactly(
            Map.entry("a", 2499.0),
            Map.entry("b", 7L),
            Map.entry("c", 3.0),
            Map.entry("d", 8L),
            Map.entry("e", 1249.5));
  }

  @ParameterizedTest
  @CsvSource({"-0, 0", "2 ** 53 - 1, 9007199254740991", "-(2 ** 31) - 1, -2147483649"})
  void wholeNumbersAreLongs(String expression, long expected) throws Exception {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2 ** 53, 9.007199254740992E15", "1e21, 1e21", "0.1 + 0.2, 0.30000000000000004"})
  void allOthersAreDoubles(String expression, double expected) throws Exception {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @Test
  void numbersJavaScriptCannotHoldAreRefusedInsteadOfRounded() {
    Document data = Document.of("id", "u-1", "a", Map.of("n", 9_007_199_254_740_993L));
    assertThatThrownBy(() -> run("(data) => data", data))
        .hasMessageContaining("users/u-1")
        .hasMessageContaining("field 'a.n' is a whole number of more digits");
    assertThat(RecordText.of(Document.of("n", 1L << 60))).contains("1152921504606846976");
  }

  @Test
  void datesAreTextWithMilliseconds() throws Exception {
    assertThat(value("new Date(Date.UTC(2024, 1, 29, 12))")).isEqualTo("2024-02-29T12:00:00.000Z");
    assertThat(value("[new Date(5)]")).isEqualTo(List.of("1970-01-01T00:00:00.005Z"));
  }

  @Test
  void nullSkipsTheRecord() throws Exception {
    assertThat(run("() => null")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(data) => { id: data.id } | it returned nothing: return an object, or null to skip",
        "() => { return } | it returned nothing",
        "() => false | it returned a value of type boolean: return an object",
        "() => 'x' | it returned a value of type string",
        "() => 7 | it returned a value of type number",
        "() => [{}] | it returned a list",
        "() => () => ({}) | it returned a function",
        "() => new Date() | it returned a value of type Date",
        "() => new Map([['a', 1]]) | it returned a value of type Map: return a plain object",
        "() => Symbol('s') | it returned a value of type symbol",
        "async () => undefined | it returned nothing",
        "() => new Promise(() => {}) | it returned a promise that did not settle: a transform"
            + " cannot wait",
      })
  void otherResultsAreErrors(String source, String message) {
    assertThatThrownBy(() -> run(source)).hasMessageContaining("failed: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN | which is NaN: a number must be finite",
        "1 / 0 | which is Infinity",
        "() => 1 | which is a function",
        "Symbol('s') | which is a value of type symbol",
        "new Map([[1, 2]]) | which is of type Map: return plain objects",
        "new Set([1]) | which is of type Set",
        "/x/ | which is of type RegExp",
        "new Error('e') | which is of type Error",
        "new Date(NaN) | which is a date that is none",
        "[].values() | which is of type Iterator",
        "Promise.resolve(1) | which is of type Promise",
      })
  void valuesNoDestinationCanTakeNameTheirField(String expression, String message) {
    assertThatThrownBy(() -> run("() => ({ a: [{ b: " + expression + " }] })"))
        .hasMessageContaining("it returned field 'a[0].b', " + message);
  }

  @Test
  void whatContainsItselfIsAnError() {
    assertThatThrownBy(() -> run("(data) => { data.self = data; return data }"))
        .hasMessageContaining("it returned field 'self.self.")
        .hasMessageContaining("it may contain itself");
    assertThatThrownBy(() -> run("() => { const a = []; a.push(a); return { a } }"))
        .hasMessageContaining("it may contain itself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "() => { let a = [1, 2]; for (let i = 0; i < 30; i++) a = [a, a]; return { a } }",
        "() => ({ a: new Array(300000).fill(1) })",
      })
  void rowsOfTooManyValuesAreErrors(String source) {
    assertThatThrownBy(() -> run(source)).hasMessageContaining("more than 200000 values");
  }

  @Test
  void rowsOfTooMuchTextAreErrors() {
    assertThatThrownBy(
            () -> run("() => { const t = 'x'.repeat(6e6); return { a: t, b: t, c: t } }"))
        .hasMessageContaining("field 'c', which makes the row larger than 16 million characters");
  }

  @Test
  void settledPromisesAreTaken() throws Exception {
    assertThat(run("async (data) => ({ id: await data.id, n: await Promise.all([1, 2]) })"))
        .isEqualTo(Document.of("id", "u-1", "n", List.of(1, 2)));
    assertThat(run("async () => null")).isNull();
    assertThatThrownBy(() -> run("async (data) => data.a.b"))
        .hasMessageContaining("line 1, column")
        .hasMessageContaining("TypeError: Cannot read property 'b' of undefined");
  }

  @Test
  void theRecordMayBeChanged() throws Exception {
    Document data = Document.of("id", "u", "secret", "s", "list", List.of(2, 1));
    assertThat(run("(d) => { delete d.secret; d.list.sort(); d.n = 1; return d }", data))
        .isEqualTo(Document.of("id", "u", "list", List.of(1, 2), "n", 1));
    assertThat(data.has("secret")).isTrue();
  }

  @Test
  void anEmptyRowIsARow() throws Exception {
    assertThat(run("() => ({})")).isEqualTo(Document.copyOf(Collections.emptyMap()));
  }
}
