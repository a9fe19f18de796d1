package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that are set aside leave only where a script reads them by name. */
final class SecretsTest {
  private static final Document OPEN =
      Document.of("id", "u", "name", "Ada", "auth", Map.of("kind", "k"));
  private static final Document DATA =
      Document.of(
              "id",
              "u",
              "name",
              "Ada",
              "cardNumber",
              "c1PHER",
              "auth",
              Map.of("kind", "k", "key", "k3Y"))
          .setAside(List.of("cardNumber", "auth.key", "absent", "auth.absent"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(data) => data",
        "(data) => ({ ...data })",
        "(data) => ({ ...data, auth: { ...data.auth } })",
        "({ id, ...rest }) => ({ id, ...rest })",
        "(data) => { const { cardNumber, ...rest } = data; return rest }",
        "(data) => Object.assign({}, data)",
        "(data) => JSON.parse(JSON.stringify(data))",
        "(data) => Object.fromEntries(Object.entries(data))",
        "(data) => Object.fromEntries(Object.keys(data).map((name) => [name, data[name]]))",
        "(data) => { const row = {}; for (const name in data) row[name] = data[name]; return row }",
        "async (data) => data",
      })
  void leaveNoCopyOfTheWhole(String script) throws Exception {
    Document row = run(script, DATA);
    assertThat(row).isEqualTo(OPEN);
    assertThat(String.valueOf(row)).doesNotContain("c1PHER", "k3Y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(data) => ({ a: data.cardNumber, b: data.auth.key })",
        "({ cardNumber: a, auth: { key: b } }) => ({ a, b })",
        "(data) => ({ a: data['cardNumber'], b: data.auth?.key ?? null })",
      })
  void areReadByName(String script) throws Exception {
    assertThat(run(script, DATA)).isEqualTo(Document.of("a", "c1PHER", "b", "k3Y"));
  }

  @Test
  void mayBePutInByName() throws Exception {
    assertThat(run("(data) => ({ ...data, cardNumber: data.cardNumber })", DATA))
        .isEqualTo(OPEN.with("cardNumber", "c1PHER"));
    assertThat(
            run("(data) => { delete data.cardNumber; return { a: data.cardNumber ?? 1 } }", DATA))
        .isEqualTo(Document.of("a", 1));
    assertThat(run("(data) => ({ in: 'cardNumber' in data, no: 'absent' in data })", DATA))
        .isEqualTo(Document.of("in", true, "no", false));
  }
}
