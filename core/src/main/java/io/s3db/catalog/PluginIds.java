package io.s3db.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata names of attributes that plugins of s3db.js add: {@code p} and three letters of a hash.
 */
final class PluginIds {
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private PluginIds() {}

  /** The name before clashes are resolved. */
  static String of(String plugin, String attribute) {
    byte[] hash = sha256(plugin + ":" + attribute);
    long number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | (hash[i] & 0xff);
    }
    StringBuilder digits = new StringBuilder();
    for (long rest = number; rest > 0; rest /= 62) {
      digits.insert(0, ALPHABET.charAt((int) (rest % 62)));
    }
    digits.insert(0, "0".repeat(Math.max(0, 3 - digits.length())));
    return "p" + digits.substring(0, 3).toLowerCase(Locale.ROOT);
  }

  /** The names of all plugin attributes: of the stored registry, else worked out. */
  static Map<String, String> of(
      String where, Map<String, Object> attributes, @Nullable Object registry) {
    Map<String, String> ids = new LinkedHashMap<>();
    attributes.forEach(
        (attribute, definition) -> {
          if (definition instanceof Map<?, ?> map
              && map.get("__plugin__") instanceof String plugin) {
            ids.put(attribute, of(plugin, attribute));
          }
        });
    String place = where + ", pluginSchemaRegistry";
    Node.map(place, registry)
        .forEach(
            (plugin, entry) -> {
              String inside = place + "." + plugin;
              Node.map(inside + ".mapping", Node.map(inside, entry).get("mapping"))
                  .forEach((attribute, id) -> ids.put(attribute, String.valueOf(id)));
            });
    return ids;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
