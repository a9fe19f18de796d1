package io.s3db.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.catalog.Behavior;
import io.s3db.json.Json;
import io.s3db.schema.Problem;
import io.s3db.store.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
  private static final int LIMIT = 2048;
  private static final Map<String, Object> TEXTS = texts();

  @Test
  void storesEachTypeAsS3dbJsDoes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("text", "string");
    attributes.put("number", "number");
    attributes.put("whole", "number|integer");
    attributes.put("truth", "boolean");
    attributes.put("time", "datetime");
    attributes.put("json", "json");
    attributes.put("texts", "array|items:string");
    attributes.put("numbers", "array|items:number");
    attributes.put("wholes", "array|items:number|integer");
    attributes.put("list", "array");
    attributes.put("disguised", "string|default:numbers");
    RecordCodec codec = TestResources.codec(Behavior.USER_MANAGED, attributes);
    Document fields =
        Document.builder()
            .put("text", "José")
            .put("number", -0.5)
            .put("whole", 1_000_000)
            .put("truth", true)
            .put("time", "2024-01-02T03:04:05.678Z")
            .put("json", Map.of("a", List.of(1, 2)))
            .put("texts", List.of("a|b", "c\\d", ""))
            .put("numbers", List.of(1.5, -2, 0))
            .put("wholes", List.of(61, 62))
            .put("list", List.of(1, "x"))
            .put("disguised", 12.5)
            .build();

    Unstamped stored = codec.encode("x", fields, LIMIT);

    assertThat(stored.metadata())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("_v", "v1"),
                Map.entry("0", "u:Jos%C3%A9"),
                Map.entry("1", "-0.5"),
                Map.entry("2", "4c92"),
                Map.entry("3", "1"),
                Map.entry("4", "u0aFbhc"),
                Map.entry("5", "{\"a\":[1,2]}"),
                Map.entry("6", "a\\|b|c\\\\d|"),
                Map.entry("7", "1.5|-2|0"),
                Map.entry("8", "Z|10"),
                Map.entry("9", "[1,\"x\"]"),
                Map.entry("a", "c.5")));
    assertThat(stored.body()).isEmpty();
    assertThat(stored.contentType()).isNull();
    assertThat(codec.decode(object(stored))).isEqualTo(fields);
  }

  @Test
  void numbersAreReadAsDoublesAndIntegersAsLongs() {
    RecordCodec codec =
        TestResources.codec(Behavior.USER_MANAGED, Map.of("n", "number", "i", "number|integer"));
    Document read = codec.decode(object(codec.encode("x", Document.of("n", 5, "i", 5), LIMIT)));
    assertThat(read.get("n")).isEqualTo(5.0);
    assertThat(read.get("i")).isEqualTo(5L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "undefined",
        "{\"a\":1}",
        "[1]",
        "[object Object]",
        "",
        " x ",
        "constructor"
      })
  void textStaysText(String text) {
    for (Behavior behavior : Behavior.values()) {
      RecordCodec codec =
          TestResources.codec(
              behavior, Map.of("s", "string", "j", "json", "l", "array|items:string"));
      Document fields = Document.of("s", text, "j", text, "l", List.of(text));
      assertThat(codec.decode(object(codec.encode("x", fields, LIMIT)))).isEqualTo(fields);
    }
  }

  @Test
  void listsThatBarsWouldChangeAreStoredAsJson() {
    RecordCodec codec =
        TestResources.codec(Behavior.USER_MANAGED, Map.of("l", "array|items:string"));
    assertThat(codec.encode("x", Document.of("l", List.of("")), LIMIT).metadata().get("0"))
        .isEqualTo("[\"\"]");
    assertThat(codec.encode("x", Document.of("l", List.of("[1]")), LIMIT).metadata().get("0"))
        .isEqualTo("[\"[1]\"]");
  }

  @Test
  void anObjectWithUndeclaredMembersIsStoredAsAWhole() {
    RecordCodec codec =
        TestResources.codec(
            Behavior.USER_MANAGED, Map.of("address", Map.of("city", "string", "no", "number")));
    Document fields = Document.of("address", Map.of("city", "Rio", "zipCode", 5));
    Unstamped stored = codec.encode("x", fields, LIMIT);
    assertThat(stored.metadata()).hasSize(2);
    assertThat(Json.parse(String.valueOf(stored.metadata().get("2"))))
        .isEqualTo(Map.of("city", "Rio", "zipCode", 5L));
    assertThat(codec.decode(object(stored))).isEqualTo(fields);
  }

  @Test
  void refusesWhatWouldReadBackDifferently() {
    RecordCodec codec =
        TestResources.codec(
            Behavior.USER_MANAGED, Map.of("a", "any", "n", "number", "i", "number|integer"));
    ValidationException refused =
        catchThrowableOfType(
            ValidationException.class,
            () ->
                codec.encode(
                    "x",
                    Document.of(
                        "a",
                        5,
                        "n",
                        Long.MAX_VALUE,
                        "i",
                        1.5,
                        "userId",
                        "u",
                        "0",
                        "y",
                        "_z",
                        "z",
                        "half",
                        "\ud800"),
                    LIMIT));
    assertThat(refused.problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder("a", "n", "i", "userId", "0", "_z", "half");
    assertThat(refused)
        .hasMessageContaining("Record 'x' of 'r'")
        .hasMessageContaining("declare it");
  }

  @Test
  void undeclaredFieldsAreKeptWhereTheirNameSurvives() {
    RecordCodec codec = TestResources.codec(Behavior.USER_MANAGED, Map.of("s", "string"));
    Document fields = Document.of("s", "x", "more_1", "y", "tree", Map.of("k", List.of(1)));
    assertThat(codec.decode(object(codec.encode("x", fields, LIMIT)))).isEqualTo(fields);
    RecordCodec body = TestResources.codec(Behavior.BODY_ONLY, Map.of("s", "string"));
    Document camel = Document.of("userId", 5, "isNew", true);
    assertThat(body.decode(object(body.encode("x", camel, LIMIT)))).isEqualTo(camel);
  }

  @Test
  void userManagedMovesToTheBodyAsAWhole() {
    Unstamped stored = large(Behavior.USER_MANAGED);
    assertThat(stored.metadata()).isEqualTo(Map.of("_v", "v1"));
    assertThat(new String(stored.body(), UTF_8))
        .startsWith("{\"0\":\"s\",\"1\":\"xxx")
        .endsWith("\"_v\":\"v1\"}");
    assertThat(stored.contentType()).isEqualTo("application/json");
  }

  @Test
  void enforceLimitsRefusesAndNamesTheLargestFields() {
    assertThatThrownBy(() -> large(Behavior.ENFORCE_LIMITS))
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining(
            "Record 'x' of 'r' takes 2309 bytes of metadata, and 2048 are allowed")
        .hasMessageContaining("large 2301")
        .hasMessageContaining("body-overflow");
  }

  @Test
  void bodyOverflowKeepsSmallFieldsInMetadata() {
    Unstamped stored = large(Behavior.BODY_OVERFLOW);
    assertThat(stored.metadata())
        .isEqualTo(Map.of("_v", "v1", "0", "s", "_overflow", "true", "2", "t"));
    assertThat(new String(stored.body(), UTF_8)).startsWith("{\"1\":\"xxx");
  }

  /** s3db.js can read overflowed fields of such records only if no time lies in metadata. */
  @Test
  void bodyOverflowMovesTimesToo() {
    RecordCodec codec =
        TestResources.codec(Behavior.BODY_OVERFLOW, Map.of("t", "datetime", "s", "string"));
    Document fields = Document.of("t", "2024-01-02T03:04:05.678Z", "s", "x".repeat(3000));
    Unstamped stored = codec.encode("x", fields, LIMIT);
    assertThat(stored.metadata()).isEqualTo(Map.of("_v", "v1", "_overflow", "true"));
    assertThat(codec.decode(object(stored))).isEqualTo(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "日", "😀", "a😀"})
  void truncateDataCutsAtACodePointAndFillsTheRoom(String unit) {
    RecordCodec codec = TestResources.codec(Behavior.TRUNCATE_DATA, TEXTS);
    Document fields = Document.of("small", "s", "large", unit.repeat(2300), "third", "t");
    Unstamped stored = codec.encode("x", fields, LIMIT);
    String cut = codec.decode(object(stored)).text("large");

    assertThat(stored.metadata()).containsEntry("_truncated", "true").containsEntry("2", "t");
    assertThat(unit.repeat(2300)).startsWith(cut);
    assertThat(cut.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff)).isTrue();
    int size = size(stored.metadata());
    assertThat(size).isLessThanOrEqualTo(LIMIT).isGreaterThan(LIMIT - 24);
  }

  @Test
  void truncateDataLeavesOutWhatIsNoText() {
    RecordCodec codec =
        TestResources.codec(
            Behavior.TRUNCATE_DATA, Map.of("l", "array|items:string", "s", "string"));
    Document fields = Document.of("l", List.of("y".repeat(2100)), "s", "x".repeat(2200));
    Document read = codec.decode(object(codec.encode("x", fields, LIMIT)));
    assertThat(read.has("l")).isFalse();
    assertThat(read.text("s")).hasSizeGreaterThan(2000);
  }

  @Test
  void bodyOnlyRefusesMoreAttributeNamesThanFit() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      attributes.put("attribute" + i, "string|optional");
    }
    RecordCodec codec = TestResources.codec(Behavior.BODY_ONLY, attributes);
    assertThatThrownBy(() -> codec.encode("x", Document.of(), LIMIT))
        .hasMessageContaining("the names of its 200 attributes");
  }

  /** A record at the limit under one behaviour fits as it is sent, with its stamp. */
  @ParameterizedTest
  @EnumSource(Behavior.class)
  void sizesAreThoseOfTheEncodedForm(Behavior behavior) {
    RecordCodec codec = TestResources.codec(behavior, TEXTS);
    for (int length : new int[] {600, 679, 680, 1020, 1021, 2030, 2037, 2038, 2039, 3000}) {
      for (String unit : List.of("x", "日", "é ")) {
        Document fields = Document.of("large", unit.repeat(length / unit.length()));
        try {
          assertThat(size(codec.encode("x", fields, Integer.MAX_VALUE).metadata()))
              .isLessThanOrEqualTo(LIMIT);
        } catch (S3dbException e) {
          assertThat(behavior).isEqualTo(Behavior.ENFORCE_LIMITS);
        }
      }
    }
  }

  @Test
  void readsRecordsWrittenUnderAnotherBehaviour() {
    Document fields = Document.of("small", "s", "large", "x".repeat(2300), "third", "t");
    for (Behavior then :
        List.of(Behavior.USER_MANAGED, Behavior.BODY_OVERFLOW, Behavior.BODY_ONLY)) {
      StoredObject stored = object(TestResources.codec(then, TEXTS).encode("x", fields, LIMIT));
      for (Behavior now : Behavior.values()) {
        assertThat(TestResources.codec(now, TEXTS).decode(stored)).isEqualTo(fields);
      }
    }
  }

  @Test
  void aValueThatIsNoTextOfItsTypeIsGivenAsItIs() {
    RecordCodec codec =
        TestResources.codec(
            Behavior.USER_MANAGED,
            Map.of("n", "number", "t", "datetime", "l", "array|items:number"));
    Map<String, String> metadata = new LinkedHashMap<>();
    List.of("0", "1", "2").forEach(id -> metadata.put(id, "not so!"));
    Document read = codec.decode(Objects.stored(metadata, new byte[0], null));
    assertThat(read.toMap()).containsOnlyKeys("n", "t", "l").containsValue("not so!");
  }

  @Test
  void refusesToGuessWhatWasEncodedTwice() {
    RecordCodec codec =
        TestResources.codec(Behavior.USER_MANAGED, Map.of("day", "dateonly|default:number"));
    assertThatThrownBy(() -> codec.decode(Objects.stored(Map.of("0", "588"), new byte[0], null)))
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining("its attribute 'day' has the type 'dateonly|default:number'");
  }

  @Test
  void givesCipherTextsAsTheyAreStored() {
    RecordCodec codec = TestResources.codec(Behavior.USER_MANAGED, Map.of("code", "secret"));
    assertThat(codec.decode(Objects.stored(Map.of("0", "BTcLwGMo"), new byte[0], null)))
        .isEqualTo(Document.of("code", "BTcLwGMo"));
  }

  @Test
  void tellsContentFromFields() {
    Map<String, String> metadata = Map.of("_v", "v1", "0", "a");
    assertThat(hasContent(metadata, "\u0089PNG")).isTrue();
    assertThat(hasContent(metadata, "{\"my\":\"json\"}")).isTrue();
    assertThat(hasContent(metadata, "")).isFalse();
    assertThat(hasContent(metadata, "{\"_n\":\"x\"}")).isFalse();
    assertThat(hasContent(metadata, "{\"title\":\"a\",\"_v\":\"v1\"}")).isFalse();
    assertThat(hasContent(Map.of("_v", "v1", "_overflow", "true"), "{\"1\":\"b\"}")).isFalse();
  }

  private static boolean hasContent(Map<String, String> metadata, String body) {
    return RecordCodec.hasContent(Objects.stored(metadata, body.getBytes(UTF_8), null));
  }

  private static Unstamped large(Behavior behavior) {
    Document fields = Document.of("small", "s", "large", "x".repeat(2300), "third", "t");
    return TestResources.codec(behavior, TEXTS).encode("x", fields, LIMIT);
  }

  private static Map<String, Object> texts() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("small", "string|optional");
    attributes.put("large", "string|optional");
    attributes.put("third", "string|optional");
    return attributes;
  }

  private static int size(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .mapToInt(e -> e.getKey().length() + e.getValue().getBytes(UTF_8).length)
        .sum();
  }

  private static StoredObject object(Unstamped record) {
    return Objects.stored(record.metadata(), record.body(), record.contentType());
  }
}
