package io.s3db.replicator.backfill;

import io.s3db.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Digests of rows, and their sum, which does not depend on their order. */
final class RowDigest {
  private static final int BYTES = 16;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * BYTES);

  private BigInteger sum = BigInteger.ZERO;

  /** The digest of a row: its fields in order of their names, at every depth. */
  static String of(Map<String, ? extends @Nullable Object> fields) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(Json.write(sorted(fields)).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
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

  void add(String digest) {
    sum = sum.add(new BigInteger(digest, 16)).mod(MODULUS);
  }

  @Override
  public String toString() {
    return "%032x".formatted(sum);
  }
}
