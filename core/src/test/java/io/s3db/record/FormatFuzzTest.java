package io.s3db.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.catalog.AttributeType;
import io.s3db.catalog.Behavior;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Bytes that nobody wrote on purpose: nothing but the declared exceptions is thrown, and what is
 * read is written so that it is read equal again.
 */
class FormatFuzzTest {
  private static final List<String> DEFINITIONS =
      List.of(
          "string",
          "any",
          "number",
          "number|integer",
          "boolean",
          "datetime",
          "dateonly",
          "timeonly",
          "uuid",
          "ip4",
          "ip6",
          "mac",
          "cidr",
          "semver",
          "phone",
          "color",
          "duration",
          "ean",
          "money",
          "crypto:18",
          "decimal:4",
          "geo:lat",
          "geo:lon",
          "geo:point",
          "embedding",
          "array",
          "array|items:string",
          "array|items:number",
          "array|items:number|integer",
          "json",
          "object",
          "buffer",
          "password");

  private static final Map<String, Object> ATTRIBUTES = attributes();

  private static Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    DEFINITIONS.forEach(definition -> attributes.put("f" + attributes.size(), definition));
    attributes.put("nested", Map.of("a", "string", "b", Map.of("c", "money")));
    return attributes;
  }

  private static final Map<String, RecordCodec> CODECS =
      DEFINITIONS.stream()
          .collect(
              Collectors.toMap(
                  each -> each,
                  each -> TestResources.codec(Behavior.USER_MANAGED, Map.of("v", each))));

  private static final Map<Behavior, RecordCodec> WHOLE =
      Stream.of(Behavior.values())
          .collect(Collectors.toMap(each -> each, each -> TestResources.codec(each, ATTRIBUTES)));

  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void everyTextSurvivesMetadata(@ForAll("texts") String text) {
    String stored = MetadataText.encode(text);
    assertThat(MetadataText.decode(stored)).isEqualTo(text);
    assertThat(stored.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)).isTrue();
    assertThat(stored).isEqualTo(stored.strip());
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void everyStoredTextIsRead(@ForAll("stored") String stored) {
    String text = MetadataText.decode(stored);
    if (FieldMapper.isWellFormed(text)) {
      assertThat(MetadataText.decode(MetadataText.encode(text))).isEqualTo(text);
    }
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void aValueThatIsReadIsWrittenSoThatItIsReadEqualAgain(
      @ForAll("definitions") String definition, @ForAll("stored") String stored) {
    AttributeType type = AttributeType.of(definition);
    RecordCodec codec = CODECS.get(definition);
    Document read = codec.decode(Objects.stored(Map.of("0", stored), new byte[0], null));
    if (type == AttributeType.PASSWORD) {
      return; // Each hash has another salt.
    }
    Document again = writtenAgain(codec, read);
    if (MetadataText.decode(stored).equals(read.get("v"))) {
      // Text of another type, perhaps: it is brought into the form of the type, and stays so.
      assertThat(writtenAgain(codec, again)).isEqualTo(again);
    } else {
      assertThat(again).isEqualTo(read);
    }
  }

  /** Numbers in bodies may stand for what has another normal form: 5 for PT0.005S. */
  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void everyObjectIsReadOrRefused(
      @ForAll("behaviors") Behavior behavior,
      @ForAll("metadata") Map<String, String> metadata,
      @ForAll("bodies") String body) {
    RecordCodec codec = WHOLE.get(behavior);
    try {
      Document read =
          codec.decode(Objects.stored(metadata, body.getBytes(StandardCharsets.UTF_8), null));
      RecordCodec.hasContent(Objects.stored(metadata, body.getBytes(StandardCharsets.UTF_8), null));
      if (read.get("f32") == null) {
        Document normal = writtenAgain(codec, read);
        assertThat(writtenAgain(codec, normal)).isEqualTo(normal);
      }
    } catch (S3dbException e) {
      assertThat(e.code()).isIn("TYPE_NOT_SUPPORTED", "METADATA_LIMIT");
    }
  }

  /** What is read after writing; the document itself if it is refused with a reason. */
  private static Document writtenAgain(RecordCodec codec, Document read) {
    RecordCodec.Encoded encoded;
    try {
      encoded = codec.encodeWhole("x", read, RecordCodec.METADATA_LIMIT);
    } catch (ValidationException e) {
      return read;
    }
    Unstamped written = encoded.record();
    Document again =
        codec.decode(Objects.stored(written.metadata(), written.body(), written.contentType()));
    assertThat(again).isEqualTo(encoded.fields());
    return again;
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings().all().ofMaxLength(40).filter(FieldMapper::isWellFormed);
    return Arbitraries.oneOf(any, stored());
  }

  @Provide
  Arbitrary<String> definitions() {
    return Arbitraries.of(DEFINITIONS);
  }

  @Provide
  Arbitrary<Behavior> behaviors() {
    return Arbitraries.of(Behavior.values());
  }

  @Provide
  Arbitrary<String> stored() {
    Arbitrary<String> prefix =
        Arbitraries.of(
            "",
            "d:",
            "d:@",
            "u:",
            "u:%C3",
            "b:",
            "z:",
            "$",
            "^",
            "^[",
            "~",
            "-",
            "{",
            "[",
            "{\"",
            "1.",
            "0",
            "null",
            "undefined",
            " ",
            "https://",
            "/api/");
    Arbitrary<String> rest =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(24),
            Arbitraries.strings().withChars("0123456789abcXYZ").ofMaxLength(24),
            Arbitraries.strings().withChars("|\\,.~^$-:/+=[]{}\" 1aé日").ofMaxLength(24));
    return prefix.flatMap(start -> rest.map(end -> start + end));
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40).map(i -> Integer.toString(i, 36)),
            Arbitraries.of(
                "_v", "_map", "_pluginmap", "_overflow", "_truncated", "_n", "id", "extra", "f0"));
    Arbitrary<String> values =
        Arbitraries.oneOf(stored(), Arbitraries.of("true", "v1", "{\"f0\":\"0\"}", "{\"f3\":5}"));
    return Arbitraries.maps(names, values).ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> values =
        Arbitraries.oneOf(
            stored().map(io.s3db.json.Json::write),
            Arbitraries.of(
                "null", "true", "5", "1e300", "-0.0", "[]", "{}", "[1,[2]]", "{\"a\":{}}"));
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40).map(i -> Integer.toString(i, 36)),
            Arbitraries.of("_v", "_n", "id", "label", "nested.a", ""));
    Arbitrary<String> objects =
        Arbitraries.maps(names, values)
            .ofMaxSize(6)
            .map(
                map ->
                    "{"
                        + String.join(
                            ",",
                            map.entrySet().stream()
                                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                                .toList())
                        + "}");
    return Arbitraries.oneOf(
        Arbitraries.just(""), objects, stored(), objects.map(text -> text + "}"));
  }
}
