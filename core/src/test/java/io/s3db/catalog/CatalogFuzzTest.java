package io.s3db.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.GoldenDatabase;
import io.s3db.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Damaged catalogues: understood, or refused as a whole; never healed, never half understood. */
class CatalogFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<String> FILES =
      List.of("types", "versions", "nested", "secrets", "behaviors").stream()
          .map(name -> new String(GoldenDatabase.load(name).catalogBytes(), StandardCharsets.UTF_8))
          .toList();

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void aDamagedTreeIsUnderstoodOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    Object tree = Json.parse(FILES.get(random.nextInt(FILES.size())));
    for (int i = 0; i <= random.nextInt(3); i++) {
      tree = damaged(tree, random, 1 + random.nextInt(7));
    }
    understoodOrRefused(Json.bytes(tree));
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void aDamagedFileIsUnderstoodOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder file = new StringBuilder(FILES.get(1));
    int at = random.nextInt(file.length());
    switch (random.nextInt(4)) {
      case 0 -> file.setLength(at);
      case 1 -> file.deleteCharAt(at);
      case 2 -> file.setCharAt(at, "{}[]\",:0x".charAt(random.nextInt(9)));
      default -> file.insert(at, file.substring(at, Math.min(file.length(), at + 40)));
    }
    understoodOrRefused(file.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What is understood is written back with all its resources, and read equal again. */
  private static void understoodOrRefused(byte[] file) {
    Catalog catalog;
    try {
      catalog = Catalog.parse(file);
    } catch (CatalogException e) {
      assertThat(e).hasMessageContaining("Nothing was changed");
      return;
    }
    Catalog again = Catalog.parse(catalog.toBytes(NOW));
    assertThat(again.names()).isEqualTo(catalog.names());
    for (String name : catalog.names()) {
      CatalogResource resource = catalog.find(name).orElseThrow();
      assertThat(again.find(name)).contains(resource);
      List<String> ids = List.copyOf(resource.idsByPath().values());
      assertThat(ids).doesNotHaveDuplicates();
      resource.writeBlockers();
    }
  }

  private static @Nullable Object damaged(@Nullable Object node, Random random, int depth) {
    if (node instanceof Map<?, ?> map && !map.isEmpty() && depth > 0) {
      List<Object> names = new ArrayList<>(map.keySet());
      Object chosen = names.get(random.nextInt(names.size()));
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put((String) name, value));
      if (depth == 1 && random.nextInt(4) == 0) {
        copy.remove(chosen);
      } else {
        copy.put((String) chosen, damaged(map.get(chosen), random, depth - 1));
      }
      return copy;
    }
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> true;
      case 2 -> (long) random.nextInt(50) - 3;
      case 3 -> random.nextDouble() * 1e20;
      case 4 -> List.of(1L, "x");
      case 5 -> Map.of();
      case 6 -> Map.of("$$type", "object", "x", "string");
      case 7 -> "v" + random.nextInt(5);
      default -> "";
    };
  }
}
