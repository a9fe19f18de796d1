package io.s3db.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortFormTest {
  private static final Map<String, ShortForm> FORMS =
      Map.ofEntries(
          Map.entry("uuid", ShortForms.UUID),
          Map.entry("ip4", ShortForms.IP4),
          Map.entry("ip6", ShortForms.IP6),
          Map.entry("mac", ShortForms.MAC),
          Map.entry("cidr", ShortForms.CIDR),
          Map.entry("semver", ShortForms.SEMVER),
          Map.entry("phone", ShortForms.PHONE),
          Map.entry("color", ShortForms.COLOR),
          Map.entry("ean", ShortForms.BARCODE),
          Map.entry("day", ShortForms.DAY),
          Map.entry("time", ShortForms.TIME_OF_DAY),
          Map.entry("duration", ShortForms.DURATION),
          Map.entry("bytes", ShortForms.BYTES));

  private static ShortForm form(String name) {
    return java.util.Objects.requireNonNull(FORMS.get(name));
  }

  @ParameterizedTest
  @CsvSource({
    "uuid, 550e8400-e29b-41d4-a716-446655440000, 1yzBHq49i4y833Iawe1yOjy8",
    "ip4, 127.0.0.1, fwAAAQ==",
    "ip6, 2001:db8::1, IAENuAAAAAAAAAAAAAAAAQ==",
    "mac, aa:bb:cc:dd:ee:ff, 0RiYGo9Lp",
    "cidr, 192.168.1.0/24, 3wK8b6o",
    "cidr, 0.0.0.0/0, 0000000",
    "semver, 1.2.3, 4cFl",
    "phone, +5511999999999, 1z2ASgSr",
    "color, #ff5733, 18dhh",
    "ean, 4006381333931, 118x8XMN5",
    "day, 2024-01-02, 588",
    "day, 1969-12-31, -1",
    "time, 12:34:56.789, 343Ln",
    "duration, PT1H30M, mEMM",
    "duration, P1DT2H3M4.500S, 6lvDe",
    "duration, PT0S, 0",
    "duration, P2D, bH3aM",
    "duration, PT0.007S, 7",
    "bytes, aGk=, aGk="
  })
  void storesAndReads(String form, String value, String stored) {
    assertThat(form(form).encode(value)).isEqualTo(stored);
    assertThat(form(form).decode(stored)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "uuid, 550E8400-E29B-41D4-A716-446655440000, 550e8400-e29b-41d4-a716-446655440000",
    "ip4, 010.1.1.1, 10.1.1.1",
    "ip6, 2001:0DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "ip6, ::ffff:1.2.3.4, ::ffff:102:304",
    "ip6, 1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "ip6, 1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "mac, AABB.CCDD.EE0F, aa:bb:cc:dd:ee:0f",
    "cidr, 010.0.0.1/8, 10.0.0.1/8",
    "semver, v01.2.3, 1.2.3",
    "phone, (11) 99999-9999, +11999999999",
    "color, F57, #ff5577",
    "day, 2024-01-02T23:59:59Z, 2024-01-02",
    "time, 12:34, 12:34:00.000",
    "time, 2024-01-02T03:04:05Z, 03:04:05.000",
    "duration, 1h 30m, PT1H30M",
    "duration, 25h, P1DT1H",
    "duration, 1.5s, PT1.500S",
    "ean, 00012348, 00012348"
  })
  void readsBackTheNormalForm(String form, String given, String normal) {
    String stored = form(form).encode(given);
    assertThat(stored).isNotNull();
    assertThat(form(form).decode(stored)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource({
    "uuid, 550e8400",
    "ip4, 1.2.3",
    "ip4, 256.1.1.1",
    "ip4, 1.2.3.4.5",
    "ip6, fe80::1%eth0",
    "ip6, 1:2:3:4:5:6:7",
    "ip6, 1:2:3:4:5:6:7:8::",
    "ip6, ::1.2.3.4:5",
    "ip6, :1:2:3:4:5:6:7",
    "mac, aa:bb",
    "cidr, 10.0.0.0/33",
    "cidr, ::/0",
    "semver, 1.2.1000",
    "semver, 1.2",
    "phone, +0123456789",
    "phone, 123",
    "color, red",
    "ean, 123",
    "day, 31.12.2024",
    "time, 24:00",
    "duration, P1W",
    "duration, PT",
    "duration, -5m",
    "bytes, aGk"
  })
  void whatWouldNotComeBackHasNoStoredForm(String form, String value) {
    assertThat(form(form).encode(value)).isNull();
  }

  /** Such as a record that was written when the attribute had another type. */
  @ParameterizedTest
  @ValueSource(strings = {"", "!", "plain words", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "12.5", "日本"})
  void textThatIsNoStoredFormStandsForNothing(String stored) {
    FORMS.forEach(
        (name, form) -> {
          if (!name.equals("bytes")) {
            assertThat(form.decode(stored)).as(name).isNull();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"2, 1.005, 1.0", "2, 2.675, 2.68", "2, -0.005, 0.0", "0, 2.5, 3.0", "0, -2.5, -2.0"})
  void amountsAreRoundedToTheirDecimalsAsJavaScriptRounds(int decimals, double in, double out) {
    ShortForm money = ShortForms.money(decimals);
    assertThat(money.decode(java.util.Objects.requireNonNull(money.encode(in)))).isEqualTo(out);
  }

  @Test
  void anAmountWhoseLastDecimalDoesNotSurviveIsRefused() {
    ShortForm coins = ShortForms.money(18);
    assertThat(coins.encode(1.5)).isNotNull();
    assertThat(coins.encode(1e300)).isNull();
    assertThat(ShortForms.money(2).encode((1L << 60) + 1)).isNull();
    assertThat(ShortForms.money(400).encode(1.0)).isNull();
  }

  @Test
  void pointsOutsideTheGlobeAreRefused() {
    ShortForm point = ShortForms.point(6);
    assertThat(point.encode(List.of(90.0, 180.0))).isNotNull();
    assertThat(point.encode(List.of(90.1, 0.0))).isNull();
    assertThat(point.encode(Map.of("lat", 1.0))).isNull();
    assertThat(point.encode(Map.of("lat", 1.0, "lon", 2.0, "height", 3.0))).isNull();
    assertThat(point.encode("x")).isNull();
    assertThat(point.decode("~1")).isNull();
  }

  @Test
  void embeddingsOfAnyOtherItemAreRefused() {
    assertThat(ShortForms.EMBEDDING.encode(Arrays.asList(1.0, null))).isNull();
    assertThat(ShortForms.EMBEDDING.encode(List.of(1.0, "2"))).isNull();
    assertThat(ShortForms.EMBEDDING.decode("^[1,]")).isNull();
  }
}
