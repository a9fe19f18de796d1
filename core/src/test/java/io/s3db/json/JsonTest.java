package io.s3db.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void aNameIsReadBackHoweverLongItIs() {
    Map<String, Object> value = Map.of("f".repeat(65_536), 1L);
    assertThat(Json.parse(Json.bytes(value))).isEqualTo(value);
    assertThat(Json.parse(Json.write(value))).isEqualTo(value);
  }
}
