package io.s3db.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.catalog.Behavior;
import io.s3db.json.Json;
import io.s3db.store.NewObject;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StampTest {
  private static final Version V1 = Version.parse("0190aaaaaaaa00010123456789abcdef0");
  private static final Version V2 = Version.parse("0190aaaaaaaa00020123456789abcdef0");
  private static final Unstamped SMALL =
      new Unstamped(Map.of("_v", "v1", "0", "a", "1", "b"), new byte[0], null);

  @Test
  void aRecordInMetadataHasTheStampAsItsBody() {
    NewObject sealed = Stamp.seal(SMALL, V1, null);
    // SHA-256 of "0=a\n1=b\n_v=v1\n{}", by sha256sum.
    String stamp = V1 + ".00000000.23f79becfe1eaf50";
    assertThat(new String(sealed.body(), UTF_8)).isEqualTo("{\"_n\":\"" + stamp + "\"}");
    assertThat(sealed.contentType()).isEqualTo("application/json");
    assertThat(sealed.metadata()).isEqualTo(SMALL.metadata());
    assertThat(Stamp.read(Objects.stored(sealed)))
        .hasValueSatisfying(
            read -> {
              assertThat(read.version()).isEqualTo(V1);
              assertThat(read.toString()).isEqualTo(stamp);
            });
  }

  @Test
  void aBodyOfFieldsHasTheStampAsItsFirstMember() {
    Unstamped record =
        new Unstamped(
            Map.of("_v", "v1", "_overflow", "true"),
            "{\"4\":\"x\"}".getBytes(UTF_8),
            "application/json");
    NewObject sealed = Stamp.seal(record, V2, V1);
    assertThat(new String(sealed.body(), UTF_8))
        .startsWith("{\"_n\":\"" + V2 + "." + Stamp.digestOf(V1) + ".")
        .endsWith("\",\"4\":\"x\"}");
    Stamp read = Stamp.read(Objects.stored(sealed)).orElseThrow();
    assertThat(read.replaced(V1)).isTrue();
    assertThat(read.replaced(V2)).isFalse();
  }

  @Test
  void aBodyOnlyRecordHasTheStampInMetadataAndAnotherBodyEachTime() {
    Unstamped record =
        TestResources.codec(Behavior.BODY_ONLY, Map.of("a", "string"))
            .encode("x", Document.of("a", "b"), 2048);
    NewObject first = Stamp.seal(record, V1, null);
    NewObject second = Stamp.seal(record, V2, V1);

    assertThat(first.metadata()).containsKey("_n");
    assertThat(first.body()).hasSize(record.body().length + 32).isNotEqualTo(second.body());
    assertThat(new String(first.body(), UTF_8)).matches("\\{\"0\":\"b\",\"_v\":\"v1\"}[ \t]{32}");
    assertThat(Json.parse(first.body())).isEqualTo(Map.of("0", "b", "_v", "v1"));
    assertThat(Stamp.read(Objects.stored(first)).orElseThrow().version()).isEqualTo(V1);
    assertThat(Stamp.read(Objects.stored(second)).orElseThrow().version()).isEqualTo(V2);
  }

  /** The first 32 bits of the SHA-256 of the version, by sha256sum. */
  @Test
  void whiteSpaceSpellsTheVersion() {
    Unstamped record =
        TestResources.codec(Behavior.BODY_ONLY, Map.of("a", "string"))
            .encode("x", Document.of("a", "b"), 2048);
    byte[] body = Stamp.seal(record, V1, null).body();
    StringBuilder bits = new StringBuilder();
    for (int i = body.length - 32; i < body.length; i++) {
      bits.append(body[i] == '\t' ? '1' : '0');
    }
    assertThat(Integer.toUnsignedString(Integer.parseUnsignedInt(bits.toString(), 2), 16))
        .isEqualTo("9684eb47");
    assertThat(Stamp.digestOf(V1)).isEqualTo("9684eb47");
    assertThat(Stamp.digestOf(null)).isEqualTo("00000000");
  }

  @Test
  void contentOfAnApplicationIsNotTouched() {
    byte[] image = {1, 2, 3};
    NewObject sealed =
        Stamp.seal(new Unstamped(Map.of("_v", "v1", "0", "a"), image, "image/png"), V1, null);
    assertThat(sealed.body()).isEqualTo(image);
    assertThat(sealed.contentType()).isEqualTo("image/png");
    assertThat(Stamp.read(Objects.stored(sealed))).isPresent();
  }

  @Test
  void whereTheStampDoesNotFitTheRecordIsWrittenWithoutOne() {
    Map<String, String> metadata = Map.of("_v", "v1", "0", "x".repeat(2000));
    NewObject sealed = Stamp.seal(new Unstamped(metadata, new byte[] {1}, "image/png"), V1, null);
    assertThat(sealed.metadata()).isEqualTo(metadata);
    assertThat(Stamp.read(Objects.stored(sealed))).isEmpty();
  }

  /** A patch of s3db.js under enforce-limits copies the object onto itself with new metadata. */
  @Test
  void aPatchThatKeepsOurBodyMakesTheStampVoid() {
    NewObject sealed = Stamp.seal(SMALL, V1, null);
    for (Map<String, String> metadata :
        List.of(
            Map.of("_v", "v1", "0", "changed", "1", "b"),
            Map.of("_v", "v1", "0", "a", "1", "b", "id", "x"),
            Map.of("_v", "v1", "0", "a"))) {
      assertThat(Stamp.read(Objects.stored(metadata, sealed.body(), sealed.contentType())))
          .as("%s", metadata)
          .isEmpty();
    }
  }

  /** A body-only patch of s3db.js writes a new body and carries metadata over. */
  @Test
  void aNewBodyUnderOurMetadataMakesTheStampVoid() {
    Unstamped record =
        TestResources.codec(Behavior.BODY_ONLY, Map.of("a", "string"))
            .encode("x", Document.of("a", "b"), 2048);
    NewObject sealed = Stamp.seal(record, V1, null);
    byte[] body = "{\"0\":\"c\",\"_v\":\"v1\"}".getBytes(UTF_8);
    assertThat(Stamp.read(Objects.stored(sealed.metadata(), body, "application/json"))).isEmpty();
    assertThat(Stamp.read(Objects.stored(sealed.metadata(), record.body(), "application/json")))
        .as("the same data, written by another program")
        .isEmpty();
  }

  /** An update of s3db.js under enforce-limits writes a copy of the fields over our body. */
  @Test
  void anUpdateThatReplacesTheBodyLeavesNoStamp() {
    byte[] body = "{\"0\":\"a\",\"1\":\"b\",\"_v\":\"v1\"}".getBytes(UTF_8);
    assertThat(Stamp.read(Objects.stored(SMALL.metadata(), body, "application/json"))).isEmpty();
  }

  @Test
  void aBodyChangedBehindTheStampMakesItVoid() {
    Unstamped record =
        new Unstamped(
            Map.of("_v", "v1"), "{\"0\":\"x\",\"_v\":\"v1\"}".getBytes(UTF_8), "application/json");
    NewObject sealed = Stamp.seal(record, V1, null);
    String changed = new String(sealed.body(), UTF_8).replace("\"x\"", "\"y\"");
    assertThat(Stamp.read(Objects.stored(sealed.metadata(), changed.getBytes(UTF_8), null)))
        .isEmpty();
  }

  @Test
  void textThatIsNoStampIsNone() {
    for (String text : List.of("", "x", V1 + ".0.0", V1 + ".00000000.00000000000000000")) {
      Map<String, String> metadata = new HashMap<>(SMALL.metadata());
      metadata.put("_n", text);
      assertThat(Stamp.read(Objects.stored(metadata, new byte[0], null))).isEmpty();
    }
  }

  @Test
  void aRecordWithoutStampIsAsLateAsItsSecondMayBe() {
    Version version = Stamp.unstampedVersion(Instant.parse("2026-01-02T03:04:05.100Z"));
    assertThat(version.millis())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.999Z").toEpochMilli());
    assertThat(version.clock() & 0xffff).isEqualTo(0xffff);
    assertThat(version.writer()).isZero();
    assertThat(version.deleted()).isFalse();
  }
}
