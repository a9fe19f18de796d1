package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  private static Column column(ValueKind kind) {
    return new Column("c", kind.name(), kind, ValueKind.INT4, true, false);
  }

  @ParameterizedTest
  @CsvSource({
    "INT2, 32767, 32767",
    "INT2, -32768, -32768",
    "INT4, 5.00, 5",
    "INT8, 9223372036854775807, 9223372036854775807",
    "INT8, -9223372036854775808, -9223372036854775808",
    "INT8, 1e3, 1000",
    "NUMERIC, 0.1000, 0.1000",
    "FLOAT8, 1e300, 1.0E300",
    "BOOL, Off, false",
    "BOOL, 1, true",
    "TIMESTAMPTZ, 2024-01-02, 2024-01-02T00:00:00Z",
    "TIMESTAMPTZ, 2024-01-02 03:04, 2024-01-02T03:04:00Z",
    "TIMESTAMPTZ, 2024-01-02T03:04:05.1234567+0230, 2024-01-02T00:34:05.123456700Z",
    "TIMESTAMP, 2024-01-02T03:04:05.678-05, 2024-01-02T08:04:05.678",
    "DATE, 2024-12-31T23:30:00-01:00, 2025-01-01",
    "TIME, 2024-01-02T03:04:05Z, 03:04:05",
    "BYTEA, \\xC0FFEE, \\xc0ffee",
  })
  void readsTextKindly(ValueKind kind, String text, String expected) throws Exception {
    assertThat(Values.text(column(kind), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "INT2, 32768",
    "INT4, 2147483648",
    "INT8, 9223372036854775808",
    "INT8, -9223372036854775809",
    "INT8, 0.5",
    "INT8, ''",
    "INT8, 1e999999999",
    "NUMERIC, NaN",
    "NUMERIC, 12a",
    "FLOAT4, 1e39",
    "FLOAT8, 1e309",
    "BOOL, maybe",
    "TIMESTAMPTZ, yesterday",
    "TIMESTAMPTZ, 2024-02-30",
    "DATE, 99999-01-01",
    "TIME, 25:00",
    "UUID, 0f8fad5b",
    "BYTEA, not base64!",
    "BYTEA, \\xc0f",
    "ARRAY, '{1,2}'",
  })
  void refusesTextThatDoesNotFit(ValueKind kind, String text) {
    assertThatThrownBy(() -> Values.text(column(kind), text))
        .isInstanceOfSatisfying(
            UnfitValueException.class,
            e -> {
              assertThat(e.code()).isEqualTo("22P02");
              assertThat(e)
                  .hasMessage(
                      "column c (%s) cannot hold a text of %d characters"
                          .formatted(kind, text.length()));
            });
  }

  @Test
  void writesNumbersAsPeopleDo() throws Exception {
    assertThat(Values.text(column(ValueKind.TEXT), 5.0)).isEqualTo("5");
    assertThat(Values.text(column(ValueKind.TEXT), 1e-7)).isEqualTo("1e-7");
    assertThat(Values.text(column(ValueKind.INT8), 5.0)).isEqualTo("5");
    assertThat(Values.text(column(ValueKind.FLOAT8), 0.1)).isEqualTo("0.1");
  }

  @Test
  void takesNumbersForMilliseconds() throws Exception {
    assertThat(Values.text(column(ValueKind.TIMESTAMPTZ), 1_704_164_645_678L))
        .isEqualTo("2024-01-02T03:04:05.678Z");
    assertThat(Values.text(column(ValueKind.DATE), 1_704_164_645_678.0)).isEqualTo("2024-01-02");
  }

  @Test
  void refusesNestedValuesOutsideOfJsonAndText() throws Exception {
    Map<String, Integer> nested = Map.of("a", 1);

    assertThat(Values.text(column(ValueKind.TEXT), nested)).isEqualTo("{\"a\":1}");
    assertThat(Values.text(column(ValueKind.JSON), nested)).isEqualTo("{\"a\":1}");
    assertThatThrownBy(() -> Values.text(column(ValueKind.INT8), nested))
        .hasMessage("column c (INT8) cannot hold an object");
    assertThatThrownBy(() -> Values.text(column(ValueKind.ARRAY), List.of(List.of(1))))
        .hasMessage("column c (ARRAY) cannot hold a list");
  }

  @Test
  void refusesWhatJsonbCannotStoreAtAnyDepth() {
    for (Object value : List.of(List.of("a\0"), Map.of("k\0", 1), Map.of("k", List.of("\uDC00")))) {
      assertThatThrownBy(() -> Values.text(column(ValueKind.JSONB), value))
          .isInstanceOfSatisfying(
              UnfitValueException.class, e -> assertThat(e.code()).isEqualTo("22021"));
    }
  }
}
