package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.ContextTransform;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that runs away costs its own record, and the next record works. */
final class LimitsTest {
  private static final JavaScript ONE =
      JavaScript.of(
          JsLimits.DEFAULTS.withWorkers(1).withTime(Duration.ofMillis(300)).withMemory(64 << 20));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "while (true) {} | it ran longer than 300 ms and was stopped",
        "for (;;) { try { while (true) {} } finally { continue } } | it ran longer than 300 ms",
        "/^(a+)+b$/.test('a'.repeat(5000)); while (true); | it ran longer than 300 ms",
        "const s = 'x'.repeat(8e6); const a = []; while (true) a.push([...s]) | it used more than"
            + " 64 MB",
        "'x'.repeat(1e9) | RangeError: Invalid string length",
        "let s = 'x'; while (true) s += s | RangeError: Invalid string length",
        "(function f() { return f() + 1 })() | RangeError: Maximum call stack size exceeded",
        "const f = (n) => [n].map(f); f(1) | RangeError: Maximum call stack size exceeded",
        "return { get a() { while (true); } } | it ran longer than 300 ms",
        "return { then(f) { while (true); } } | it ran longer than 300 ms",
      })
  void aRunawayCostsItsOwnRecordOnly(String body, String message) throws Exception {
    costsItsOwnRecordOnly(ONE, body, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const a = []; while (true) a.push({ a: [1] })",
        "Array(1e9).fill(0)",
        "const s = 'x'.repeat(8e6); const a = []; while (true) a.push([...s])",
        "JSON.stringify(Array(1e8).fill(1))",
      })
  void aHoardCostsItsOwnRecordOnly(String body) throws Exception {
    JsLimits limits = new JsLimits(Duration.ofMinutes(1), 64 << 20, 1);
    costsItsOwnRecordOnly(JavaScript.of(limits), body, "it used ");
  }

  @Test
  void aRunawayWhileItIsCompiledIsAnError() {
    assertThatThrownBy(() -> ONE.compile("run.js", "const transform = (() => { while (true); })()"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it ran longer than 300 ms");
  }

  @Test
  void anInterruptFreesTheCallerAndEndsTheScript() throws Exception {
    JavaScript slow = JavaScript.of(JsLimits.DEFAULTS.withWorkers(1).withTime(Duration.ofHours(1)));
    ContextTransform transform =
        slow.compile("run.js", "(data) => { while (data.id === 'bad'); return data }");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  started.countDown();
                  try {
                    transform.apply(Document.of("id", "bad"), CHANGE);
                  } catch (Exception e) {
                    thrown.set(e);
                  }
                });
    started.await();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    // The only worker is free again.
    assertThat(transform.apply(Document.of("id", "good"), CHANGE)).isNotNull();
  }

  @Test
  void limitsComeFromSystemProperties() {
    Properties properties = new Properties();
    assertThat(JsLimits.of(properties)).isEqualTo(JsLimits.DEFAULTS);
    properties.setProperty("s3db.transform.js.timeMillis", "50");
    properties.setProperty("s3db.transform.js.memoryBytes", "2097152");
    properties.setProperty("s3db.transform.js.workers", "3");
    assertThat(JsLimits.of(properties)).isEqualTo(new JsLimits(Duration.ofMillis(50), 2 << 20, 3));
    properties.setProperty("s3db.transform.js.workers", "many");
    assertThatThrownBy(() -> JsLimits.of(properties))
        .hasMessageContaining("s3db.transform.js.workers must be a whole number, not 'many'");
    properties.setProperty("s3db.transform.js.workers", "0");
    assertThatThrownBy(() -> JsLimits.of(properties)).hasMessageContaining("from 1 to 256, not 0");
  }

  private static void costsItsOwnRecordOnly(JavaScript language, String body, String message)
      throws Exception {
    ContextTransform transform =
        language.compile(
            "run.js", "(data) => { if (data.id === 'bad') { " + body + " } return data }");
    Document good = Document.of("id", "good");
    assertThatThrownBy(() -> transform.apply(Document.of("id", "bad"), CHANGE))
        .hasMessageContaining("users/bad: the transform run.js failed")
        .hasMessageContaining(message);
    assertThat(transform.apply(good, CHANGE)).isEqualTo(good);
  }
}
