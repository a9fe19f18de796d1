package io.s3db.catalog;

import io.s3db.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The hash by which s3db.js sees whether a resource was re-declared differently. */
final class DefinitionHash {
  private DefinitionHash() {}

  /** {@code sha256:} and 64 hexadecimal digits. */
  static String of(ResourceDefinition definition) {
    return "sha256:" + sha256(canonicalJson(definition));
  }

  /** JSON with the names of every level in the order of UTF-16 code units. */
  static String canonicalJson(ResourceDefinition definition) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>(definition.attributes());
    if (definition.timestamps()) {
      attributes.remove("createdAt");
      attributes.remove("updatedAt");
    }
    Map<String, @Nullable Object> hashed = new LinkedHashMap<>();
    hashed.put("attributes", attributes);
    hashed.put("behavior", definition.behavior().word());
    hashed.put("partitions", PartitionTree.of(definition.partitions()));
    return Json.write(sorted(hashed));
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> ordered = new TreeMap<>();
      map.forEach((name, member) -> ordered.put((String) name, sorted(member)));
      return ordered;
    }
    return value instanceof List<?> list
        ? list.stream().map(DefinitionHash::sorted).toList()
        : value;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
