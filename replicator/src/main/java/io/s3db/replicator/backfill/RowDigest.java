package io.s3db.replicator.backfill;

import io.s3db.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first 128 bits of the SHA-256 of a row, or a sum of such digests, which does not depend on
 * their order.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
record RowDigest(long high, long low) {
  /** The sum of no rows. */
  static final RowDigest NONE = new RowDigest(0, 0);

  /** The digest of a row: its fields in order of their names, at every depth. */
  static RowDigest of(Map<String, ? extends @Nullable Object> fields) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] text = Json.write(sorted(fields)).getBytes(StandardCharsets.UTF_8);
      ByteBuffer hash = ByteBuffer.wrap(sha.digest(text));
      return new RowDigest(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> all = new TreeMap<>();
        map.forEach((name, member) -> all.put(String.valueOf(name), sorted(member)));
        yield all;
      }
      case List<?> list -> list.stream().map(RowDigest::sorted).toList();
      case Long number -> number.doubleValue() == number ? (Object) number.doubleValue() : number;
      case null -> null;
      default -> value;
    };
  }

  /** The sum, modulo 2 to the power of 128. */
  RowDigest plus(RowDigest other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new RowDigest(high + other.high + carry, sum);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
