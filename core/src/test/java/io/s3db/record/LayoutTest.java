package io.s3db.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sizes: s3db.js measures values before they are encoded, S3 and this library as they are sent. */
class LayoutTest {
  @Test
  void plainTextHasTheSizeThatS3dbJsCounts() {
    int checked = 0;
    for (Map<String, @Nullable Object> row :
        Vectors.maps(Vectors.map(Vectors.vector("sizes")).get("totals"))) {
      Map<String, @Nullable Object> map = Vectors.map(row.get("map"));
      if (map.values().stream().allMatch(LayoutTest::isPlain)) {
        Map<String, String> metadata = new LinkedHashMap<>();
        map.forEach((name, value) -> metadata.put(name, MetadataText.encode((String) value)));
        assertThat(Layout.size(metadata)).isEqualTo(((Number) row.get("total")).intValue());
        checked++;
      }
    }
    assertThat(checked).isEqualTo(2);
  }

  @Test
  void whatIsNotPlainCountsAsItIsSent() {
    String sent = MetadataText.encode("é日😀");
    assertThat(Layout.size(Map.of("0", sent)))
        .isEqualTo(1 + sent.getBytes(StandardCharsets.UTF_8).length)
        .isGreaterThan(1 + "é日😀".getBytes(StandardCharsets.UTF_8).length);
  }

  /** Their limits are below ours, so what fits for them fits here if it is plain. */
  @Test
  void everyLimitOfS3dbJsIsBelowThatOfS3() {
    for (Map<String, @Nullable Object> row :
        Vectors.maps(Vectors.map(Vectors.vector("sizes")).get("limits"))) {
      String version = Vectors.text(Vectors.map(row.get("config")).get("version"));
      int limit = ((Number) row.get("effectiveLimit")).intValue();
      assertThat(limit + "_v".length() + version.length())
          .isLessThanOrEqualTo(RecordCodec.METADATA_LIMIT);
    }
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String text && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
