package io.s3db.replicator.watch;

import io.s3db.Document;
import io.s3db.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells whether the fields of a record are the same, in whatever order they are. */
final class Fingerprint {
  private static final int BYTES = 16;

  private Fingerprint() {}

  /** The first half of the SHA-256 over the fields, names sorted. */
  static String of(Document fields) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(Json.typedBytes(sorted(fields.toMap())));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> ordered = new TreeMap<>();
        map.forEach((name, member) -> ordered.put(String.valueOf(name), sorted(member)));
        yield ordered;
      }
      case List<?> list -> list.stream().map(Fingerprint::sorted).toList();
      case null, default -> value;
    };
  }
}
