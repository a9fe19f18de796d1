package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.NOW;
import static io.s3db.transform.js.Scripts.compile;
import static io.s3db.transform.js.Scripts.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ContextTransform.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same record and change give the same row, whenever and wherever. */
final class DeterminismTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Date().toISOString()",
        "new Date(Date.now()).toISOString()",
        "new Date(Date()).toISOString()",
        "new Date(new Date()).toISOString()",
        "new (class extends Date {})().toISOString()",
        "Reflect.construct(Date, []).toISOString()",
        "new Date().constructor.now() === Date.now() ? new Date().toJSON() : 'other'",
      })
  void nowIsTheTimeOfTheChange(String expression) throws Exception {
    assertThat(value(expression)).isEqualTo("2025-10-18T10:30:00.000Z");
  }

  @Test
  void formatsOfNowAreOfTheTimeOfTheChange() throws Exception {
    assertThat(value("new Intl.DateTimeFormat('en-US').format()")).isEqualTo("10/18/2025");
    assertThat(
            value(
                "new Intl.DateTimeFormat('en-US').formatToParts().find(p => p.type ==="
                    + " 'year').value"))
        .isEqualTo("2025");
    assertThat(value("new Date(0).toLocaleString()")).isEqualTo("1/1/1970, 12:00:00\u202fAM");
  }

  @Test
  void datesAreStillDates() throws Exception {
    assertThat(value("new Date() instanceof Date && Date.name === 'Date' && Date.length === 7"))
        .isEqualTo(true);
    assertThat(value("new Date(2024, 0, 31).toISOString()")).isEqualTo("2024-01-31T00:00:00.000Z");
    assertThat(value("Date.parse('1970-01-01T00:00:01Z')")).isEqualTo(1000L);
  }

  @Test
  void theZoneIsUtc() throws Exception {
    assertThat(value("new Date('2025-06-01T23:30:00Z').getHours()")).isEqualTo(23L);
    assertThat(value("new Date().getTimezoneOffset()")).isEqualTo(0L);
  }

  @Test
  void chanceIsAFunctionOfTheChange() throws Exception {
    ContextTransform transform =
        compile("() => ({ a: Math.random(), b: Math.random(), c: crypto.randomUUID() })");
    Document data = Document.of("id", "u-1");
    Document row = transform.apply(data, Scripts.CHANGE);
    assertThat(transform.apply(data, Scripts.CHANGE)).isEqualTo(row);
    assertThat(row.number("a")).isBetween(0.0, 1.0).isNotEqualTo(row.number("b"));
    assertThat(row.text("c"))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    Context later = new Context(Operation.UPDATE, NOW.plusMillis(1), "users");
    assertThat(transform.apply(data, later).text("c")).isNotEqualTo(row.text("c"));
    assertThat(transform.apply(Document.of("id", "u-2"), Scripts.CHANGE).text("c"))
        .isNotEqualTo(row.text("c"));
  }

  @Test
  void chanceIsSpreadEvenly() throws Exception {
    ContextTransform transform = compile("() => ({ r: Math.random() })");
    Set<Double> seen = new HashSet<>();
    double sum = 0;
    for (int i = 0; i < 1_000; i++) {
      double random = transform.apply(Document.of("id", "u-" + i), Scripts.CHANGE).number("r");
      assertThat(random).isGreaterThanOrEqualTo(0).isLessThan(1);
      seen.add(random);
      sum += random;
    }
    assertThat(seen).hasSizeGreaterThan(990);
    assertThat(sum / 1_000).isBetween(0.45, 0.55);
  }

  @Test
  void theChangeIsTheSecondArgument() throws Exception {
    Context change = new Context(Operation.DELETE, NOW, "carts");
    Document row =
        compile("(data, context) => ({ ...context, year: context.changedAt.getFullYear() })")
            .apply(Document.of("id", "u"), change);
    assertThat(row)
        .isEqualTo(
            Document.of(
                "operation",
                "delete",
                "changedAt",
                "2025-10-18T10:30:00.000Z",
                "resource",
                "carts",
                "year",
                2025));
  }

  @Test
  void hashesAreThoseOfNode() throws Exception {
    // printf 'abc' | sha256sum, sha512sum, sha1sum, md5sum; RFC 4648 of the last
    assertThat(value("crypto.createHash('sha256').update('a').update('bc').digest('hex')"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(value("crypto.createHash('SHA-1').update('abc').digest('hex')"))
        .isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(value("crypto.createHash('md5').update('abc').digest('base64')"))
        .isEqualTo("kAFQmDzST7DWlj99KOF/cg==");
    assertThat(value("crypto.createHash('md5').update('abc').digest('base64url')"))
        .isEqualTo("kAFQmDzST7DWlj99KOF_cg");
    assertThat(
            List.of(
                value("crypto.createHash('sha384').update('ü').digest('hex').length"),
                value("crypto.createHash('sha512').update('').digest('hex').slice(0, 8)")))
        .isEqualTo(List.of(96L, "cf83e135"));
  }
}
