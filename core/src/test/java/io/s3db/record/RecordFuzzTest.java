package io.s3db.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.S3dbException;
import io.s3db.catalog.Behavior;
import io.s3db.store.NewObject;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random records come back equal, with a valid stamp, under every behaviour. */
class RecordFuzzTest {
  private static final int RECORDS = 600;
  private static final int LIMIT = 2048;

  @ParameterizedTest
  @EnumSource(Behavior.class)
  void everyRecordComesBack(Behavior behavior) {
    long seed = System.nanoTime();
    System.out.println("RecordFuzzTest " + behavior + " seed " + seed);
    Random random = new Random(seed);
    RecordCodec codec = TestResources.codec(behavior, attributes());
    int refused = 0;
    for (int i = 0; i < RECORDS; i++) {
      Document fields = record(random);
      Version version = new Version(random.nextLong(), random.nextLong(), false);
      try {
        check(codec, behavior, fields, version, seed);
      } catch (S3dbException e) {
        assertThat(e.code()).as("seed %d: %s", seed, fields).isEqualTo("METADATA_LIMIT");
        assertThat(behavior).isEqualTo(Behavior.ENFORCE_LIMITS);
        refused++;
      }
    }
    assertThat(refused).isLessThan(RECORDS / 2);
  }

  private static void check(
      RecordCodec codec, Behavior behavior, Document fields, Version version, long seed) {
    Unstamped record = codec.encode("x", fields, LIMIT);
    NewObject sealed = Stamp.seal(record, version, null);
    StoredObject stored = Objects.stored(sealed);
    Document read = codec.decode(stored);
    if (behavior == Behavior.TRUNCATE_DATA && record.metadata().containsKey("_truncated")) {
      assertThat(fields.names()).as("seed %d", seed).containsAll(read.names());
    } else {
      assertThat(read).as("seed %d", seed).isEqualTo(fields);
    }
    assertThat(Layout.size(sealed.metadata())).as("seed %d", seed).isLessThanOrEqualTo(LIMIT);
    assertThat(Stamp.read(stored).orElseThrow().version()).as("seed %d", seed).isEqualTo(version);
  }

  private static Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    List.of(
            "string",
            "number",
            "number|integer",
            "boolean",
            "datetime",
            "json",
            "object",
            "array",
            "array|items:string",
            "array|items:number",
            "array|items:number|integer",
            "email",
            "uuid",
            "ip4",
            "timeonly",
            "dateonly",
            "semver",
            "duration|optional",
            "money",
            "buffer")
        .forEach(type -> attributes.put("field" + attributes.size(), type));
    attributes.put("nested", Map.of("a", "string", "b", Map.of("c", "number", "d", "boolean")));
    return attributes;
  }

  private static Document record(Random random) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "field0", random, text(random));
    put(fields, "field1", random, number(random));
    put(fields, "field2", random, (double) (random.nextLong() >> (11 + random.nextInt(50))));
    put(fields, "field3", random, random.nextBoolean());
    put(fields, "field4", random, time(random));
    put(fields, "field5", random, json(random, 3));
    put(fields, "field6", random, Map.of(text(random), text(random)));
    put(fields, "field7", random, list(random, () -> json(random, 2)));
    put(fields, "field8", random, list(random, () -> text(random)));
    put(fields, "field9", random, list(random, () -> number(random)));
    put(fields, "field10", random, list(random, () -> (long) random.nextInt()));
    put(fields, "field11", random, text(random));
    put(fields, "field12", random, new java.util.UUID(random.nextLong(), random.nextLong()));
    put(fields, "field13", random, octet(random) + "." + octet(random) + ".0." + octet(random));
    put(fields, "field14", random, time(random).substring(11, 23));
    put(fields, "field15", random, time(random).substring(0, 10));
    put(fields, "field16", random, octet(random) + "." + octet(random) + "." + octet(random));
    put(fields, "field17", random, "PT" + (1 + random.nextInt(59)) + "M");
    put(fields, "field18", random, random.nextInt() / 100.0);
    put(fields, "field19", random, "aGkh".repeat(random.nextInt(3)));
    put(fields, "nested", random, nested(random));
    put(fields, "undeclared", random, "plain " + random.nextInt());
    return Document.copyOf(fields);
  }

  private static void put(
      Map<String, @Nullable Object> fields, String name, Random random, Object value) {
    switch (random.nextInt(8)) {
      case 0 -> fields.remove(name);
      case 1 -> fields.put(name, null);
      default -> fields.put(name, value);
    }
  }

  private static Map<String, Object> nested(Random random) {
    Map<String, Object> nested = new LinkedHashMap<>();
    nested.put("a", text(random));
    if (random.nextBoolean()) {
      nested.put("b", Map.of("c", number(random), "d", random.nextBoolean()));
    }
    if (random.nextInt(4) == 0) {
      nested.put("e", json(random, 1));
    }
    return nested;
  }

  private static Object json(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> number(random);
      case 1 -> random.nextBoolean();
      case 2, 3 -> text(random);
      case 4 -> list(random, () -> json(random, depth - 1));
      default -> Map.of(text(random), json(random, depth - 1));
    };
  }

  private static List<Object> list(Random random, java.util.function.Supplier<Object> item) {
    List<Object> items = new ArrayList<>();
    IntStream.range(0, random.nextInt(4)).forEach(_ -> items.add(item.get()));
    return items;
  }

  private static double number(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(1000) / 100.0;
      case 1 -> random.nextInt();
      default -> Double.isFinite(number) ? number : 0.5;
    };
  }

  private static int octet(Random random) {
    return random.nextInt(256);
  }

  private static String time(Random random) {
    return IsoTime.text(Instant.ofEpochMilli(random.nextLong() >> 18));
  }

  private static String text(Random random) {
    List<String> words =
        List.of(
            "null",
            "undefined",
            "{}",
            "[1]",
            "[object Object]",
            "|",
            "\\",
            "d:f",
            "u:%",
            "b:x",
            "z:q",
            "true",
            "5",
            "failed",
            "font/woff2",
            "https://www.x/é",
            "constructor",
            " ",
            "");
    if (random.nextInt(3) == 0) {
      return words.get(random.nextInt(words.size()));
    }
    StringBuilder text = new StringBuilder();
    int alphabet = random.nextInt(4);
    int length = random.nextInt(20) == 0 ? random.nextInt(2500) : random.nextInt(30);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          switch (alphabet) {
            case 0 -> 0x20 + random.nextInt(0x5f);
            case 1 -> random.nextInt(0x100);
            case 2 -> 0x3040 + random.nextInt(0x60);
            default -> random.nextBoolean() ? 0x1f600 + random.nextInt(0x40) : 'a';
          });
    }
    return text.toString();
  }
}
