package io.s3db.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.Vectors;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTextTest {
  /** Texts that are written differently from s3db.js, because its form reads back differently. */
  private static final Map<String, String> BETTER =
      Map.of(
          "null", "b:bnVsbA==",
          "undefined", "b:dW5kZWZpbmVk",
          " lead", "b:IGxlYWQ=",
          "trail ", "b:dHJhaWwg",
          "font/woff2", "font/woff2");

  @Test
  void writesWhatS3dbJsWrites() {
    for (Map<String, @Nullable Object> row : rows("encode")) {
      String text = Vectors.text(row.get("in"));
      String stored = BETTER.getOrDefault(text, Vectors.text(row.get("out")));
      if (hasWideRest(Vectors.text(row.get("out")))) {
        continue;
      }
      assertThat(MetadataText.encode(text)).as(text).isEqualTo(stored);
      assertThat(MetadataText.decode(stored)).as(stored).isEqualTo(text);
    }
    assertThat(MetadataText.encode(null)).isEqualTo("null");
  }

  /** HTTP cannot carry these: the dictionary is left out instead. */
  @ParameterizedTest
  @CsvSource({
    "https://www.foo.com/?q=é, u:https%3A%2F%2Fwww.foo.com%2F%3Fq%3D%C3%A9",
    "/users/日本, u:%2Fusers%2F%E6%97%A5%E6%9C%AC"
  })
  void leavesTheDictionaryOutWhereTheRestIsNotAscii(String text, String stored) {
    assertThat(MetadataText.encode(text)).isEqualTo(stored);
    assertThat(MetadataText.decode(stored)).isEqualTo(text);
  }

  @Test
  void readsWhatS3dbJsReads() {
    for (Map<String, @Nullable Object> row : rows("decode")) {
      String stored = Vectors.text(row.get("in"));
      if (row.get("out") instanceof String text) {
        assertThat(MetadataText.decode(stored)).as(stored).isEqualTo(text);
      } else {
        assertThat(stored).isIn("null", "undefined");
      }
    }
  }

  @Test
  void readsRawTextAfterAPrefixThatOnlyDirectoriesCanHold() {
    assertThat(MetadataText.decode("d:@Wfoo.com/?q=é")).isEqualTo("https://www.foo.com/?q=é");
  }

  @ParameterizedTest
  @ValueSource(strings = {"constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"})
  void keepsNamesOfJavaScriptProperties(String name) {
    assertThat(MetadataText.encode(name)).isEqualTo(name);
    assertThat(MetadataText.decode(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"z:abc", "z85:abc"})
  void hidesTextThatNewerReleasesExpand(String text) {
    assertThat(MetadataText.encode(text)).startsWith("b:");
    assertThat(MetadataText.decode(MetadataText.encode(text))).isEqualTo(text);
  }

  private static boolean hasWideRest(String stored) {
    return stored.startsWith("d:") && stored.chars().anyMatch(c -> c < 0x20 || c > 0x7e);
  }

  private static Iterable<Map<String, @Nullable Object>> rows(String part) {
    return Vectors.maps(Vectors.map(Vectors.vector("metadata-encoding")).get(part));
  }
}
