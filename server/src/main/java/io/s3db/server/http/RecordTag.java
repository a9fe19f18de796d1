package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">entity tag</a> of a record: a
 * digest of its fields in any order. Equal records have equal tags, whoever wrote them.
 */
final class RecordTag {
  private static final int BYTES = 12;

  private RecordTag() {}

  /** The tag, in quotes. */
  static String of(Document record) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Json.bytes(sorted(record.toMap())));
      return "\"" + HexFormat.of().formatHex(digest, 0, BYTES) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, each) -> sorted.put(String.valueOf(name), sorted(each)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(RecordTag::sorted).toList();
      case null, default -> value;
    };
  }

  /** Whether {@code If-None-Match} names a tag, also if a proxy on the way made it a weak one. */
  static boolean isKnown(String header, String tag) {
    return isIn(header.replace("W/\"", "\""), tag);
  }

  /** Whether {@code If-Match} names a tag; {@code *} names all. */
  private static boolean isIn(String header, String tag) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.equals(tag));
  }

  /**
   * Refuses a write of a record that is not what the caller read.
   *
   * @throws HttpFailure with 412
   */
  static void require(String ifMatch, Document present) {
    if (!isIn(ifMatch, of(present))) {
      throw failed("The record '" + present.id() + "' was changed since it was read.");
    }
  }

  /** What a condition that does not hold is answered with. */
  static HttpFailure failed(String why) {
    return new HttpFailure(
        412, "PRECONDITION_FAILED", why, "Read it again, and decide by what is there now.");
  }

  /** The condition of a write, if it has one. */
  static Optional<String> condition(Request request) {
    return request.header("if-match").map(String::strip).filter(each -> !each.isEmpty());
  }
}
