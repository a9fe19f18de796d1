package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.compile;
import static io.s3db.transform.js.Scripts.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a transform, and what is said of a text that has none. */
final class CompileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(data) => ({ key: data.id })",
        "data => ({ key: data.id }) // the key",
        "({ id }) => ({ key: id })",
        "function (data) { return { key: data.id } }",
        "function transform(data) { return { key: data.id } }",
        "async (data) => ({ key: data.id })",
        "transform(data) { return { key: data.id } }",
        "async transform(data) { return { key: data.id } },",
        "transform: (data) => ({ key: data.id }),",
        "{ transform(data) { return { key: data.id } } }",
        "const key = (data) => data.id;\nconst transform = (data) => ({ key: key(data) });",
        "function key(d) { return d.id }\nfunction transform(d) { return { key: key(d) } }",
        "module.exports = (data) => ({ key: data.id });",
        "exports.transform = (data) => ({ key: data.id });",
        "const f = 'id';\nexport default (data) => ({ key: data[f] });",
        "export default { transform: (data) => ({ key: data.id }) }",
        "/* a key */\n\n(data) =>\n  ({ key: data.id })\n\n",
        "(data) => ({ key: data.id });",
      })
  void everyFormIsUnderstood(String source) throws Exception {
    assertThat(run(source)).isEqualTo(Document.of("key", "u-1"));
  }

  @Test
  void errorsOfSyntaxSayWhere() {
    assertThatThrownBy(() -> compile("(data) => ({\n  a: 1,\n  b: data..c\n})"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 3, column 11: ");
    assertThatThrownBy(() -> compile("transform(data) {\n  return {{};\n}"))
        .hasMessageStartingWith("line 2, column 11: ");
    assertThatThrownBy(() -> compile("(data) => ({\n  a: 1,\n"))
        .hasMessageStartingWith("at the end (line 2): ");
    assertThatThrownBy(() -> compile("import x from 'y';\nexport default (d) => d"))
        .hasMessageStartingWith("it has an import, and a transform can load nothing");
  }

  @Test
  void errorsOfSyntaxAreOneLine() {
    assertThatThrownBy(() -> compile("(data) => ({ a: § })"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "test.js", "SyntaxError"));
  }

  @Test
  void aTextThatGivesNoFunctionSaysWhatItGives() {
    assertThatThrownBy(() -> compile("  \n"))
        .hasMessage("it is empty: give a function of the record");
    assertThatThrownBy(() -> compile("42")).hasMessageContaining("it gives a value of type number");
    assertThatThrownBy(() -> compile("const rate = 2; (data) => ({ a: rate })"))
        .hasMessageContaining("it gives no function")
        .hasMessageContaining("define a function named transform");
    assertThatThrownBy(() -> compile("data")).hasMessageContaining("data is not defined");
  }

  @Test
  void whatFailsAtOnceFailsWhenItIsCompiled() {
    assertThatThrownBy(
            () -> compile("const url = process.env.URL;\nconst transform = (d) => ({ url });"))
        .hasMessage(
            "line 1, column 13: ReferenceError: process is not defined"
                + " (a transform does not see the environment: write the value into it)");
    assertThatThrownBy(() -> compile("module.exports = require('./x')"))
        .hasMessageContaining("a transform can load nothing");
  }

  @Test
  void errorsNameScriptPlaceAndRecord() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    (data) => {
                      const inner = (d) => d.address.city;
                      return { city: inner(data) };
                    }
                    """,
                    Document.of("id", "u-7", "pin", "1234")))
        .hasMessage(
            "users/u-7: the transform test.js failed at line 2, column 24:"
                + " TypeError: Cannot read property 'city' of undefined")
        .hasMessageNotContaining("1234");
  }

  @Test
  void whatAScriptThrowsIsShownInOneBoundedLine() {
    assertThatThrownBy(
            () -> run("() => { throw new Error('a\\nb\\u001b[31m\\u202e' + 'x'.repeat(9999)) }"))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("at line 1, column ", "Error: a\\nb\\u001b[31m\\u202exxx")
                    .hasSizeLessThan(700));
    assertThatThrownBy(() -> run("() => { throw 'plain' }")).hasMessageContaining("plain");
    assertThatThrownBy(() -> run("() => { throw null }")).hasMessageContaining("null");
    assertThatThrownBy(
            () ->
                run(
                    "() => { class Odd extends Error { constructor(m) { super(m); this.name = 'Odd'"
                        + " } } throw new Odd('m') }"))
        .hasMessageContaining("Odd: m");
  }
}
