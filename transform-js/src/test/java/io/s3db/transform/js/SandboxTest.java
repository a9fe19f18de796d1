package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.CHANGE;
import static io.s3db.transform.js.Scripts.run;
import static io.s3db.transform.js.Scripts.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.ContextTransform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script cannot reach, and what it cannot leave behind. */
final class SandboxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Java",
        "Packages",
        "java",
        "Polyglot",
        "Graal",
        "load",
        "loadWithNewGlobal",
        "print",
        "read",
        "quit",
        "exit",
        "process",
        "require",
        "Buffer",
        "fetch",
        "XMLHttpRequest",
        "setTimeout",
        "setInterval",
        "queueMicrotask",
        "performance",
        "SharedArrayBuffer",
        "Atomics",
        "WebAssembly",
        "Worker",
        "Proxy",
        "WeakRef",
        "FinalizationRegistry",
        "ArrayBuffer",
        "Uint8Array",
        "BigInt",
        "Realm",
        "ShadowRealm",
        "Temporal",
        "host",
      })
  void theWorldOutsideIsNotThere(String name) throws Exception {
    assertThat(value("typeof " + name)).isEqualTo("undefined");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Function('return 1')()",
        "(() => 1).constructor('return 1')()",
        "(async () => 1).constructor('return 1')()",
        "(function* () {}).constructor('yield 1')()",
        "(0, eval)('1')",
      })
  void textCannotBecomeCode(String expression) {
    assertThatThrownBy(() -> value(expression)).hasMessageContaining("Error: ");
  }

  @Test
  void modulesCannotBeLoaded() {
    assertThatThrownBy(() -> run("async () => ({ m: await import('fs') })"))
        .hasMessageContaining("failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "globalThis.x = 1",
        "x = 1",
        "Object.prototype.x = 1",
        "Object.prototype.toString = () => 'x'",
        "Object.defineProperty(Object.prototype, 'x', { value: 1 })",
        "Object.setPrototypeOf(Object.prototype, { x: 1 })",
        "({}).__proto__.x = 1",
        "Array.prototype.map = () => []",
        "String.prototype.split = () => []",
        "Date.prototype.getHours = () => 0",
        "Date.now = () => 0",
        "Date.x = 1",
        "Math.random = () => 0",
        "JSON.stringify = () => ''",
        "JSON.parse = () => 1",
        "console.log = () => 0",
        "crypto.createHash = () => 0",
        "Promise.prototype.then = () => 0",
        "RegExp.prototype.exec = () => 0",
        "Function.prototype.call = () => 0",
        "Symbol.iterator.constructor.prototype.x = 1",
        "Intl.NumberFormat.prototype.format = 1",
        "[][Symbol.iterator]().__proto__.next = 1",
        "(function* () {}).constructor.prototype.x = 1",
        "(async () => {}).constructor.prototype.x = 1",
        "''.matchAll(/./g).__proto__.next = 1",
        "[].values().map((x) => x).__proto__.next = 1",
        "Error.prototype.message = 'x'",
        "TypeError.prototype.name = 'x'",
        "Error.stackTraceLimit = 1; Error.prototype.x = 1",
        "Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').get.x = 1",
        "Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format').get.x = 1",
      })
  void whatAllRecordsShareIsReadOnly(String statement) {
    assertThatThrownBy(() -> run("(data) => { " + statement + "; return data }"))
        .hasMessageContaining("Error: ");
  }

  @Test
  void nothingIsKeptFromOneRecordToTheNext() throws Exception {
    JavaScript one = JavaScript.of(JsLimits.DEFAULTS.withWorkers(1));
    ContextTransform transform =
        one.compile(
            "counter.js",
            """
            let calls = 0;
            const seen = [];
            const box = {};
            const word = /o/g;
            function transform(data) {
              calls++;
              seen.push(data.id);
              box[data.id] = transform.last;
              transform.last = data.id;
              return { calls, seen, box: Object.keys(box), found: word.test('foo'), group: RegExp.$1 ?? null };
            }
            """);
    for (String id : new String[] {"a", "b", "c"}) {
      assertThat(transform.apply(Document.of("id", id), CHANGE))
          .isEqualTo(
              Document.of(
                  "calls",
                  1,
                  "seen",
                  List.of(id),
                  "box",
                  List.of(id),
                  "found",
                  true,
                  "group",
                  null));
    }
  }

  @Test
  void ownPropertiesMayHaveAnyName() throws Exception {
    assertThat(
            run(
                """
                () => {
                  const row = {};
                  row.toString = 't'; row.constructor = 'c'; row.valueOf = 'v';
                  return row;
                }
                """))
        .isEqualTo(Document.of("toString", "t", "constructor", "c", "valueOf", "v"));
  }
}
