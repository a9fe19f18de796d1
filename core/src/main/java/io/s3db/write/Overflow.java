package io.s3db.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3db.catalog.Behavior;
import io.s3db.json.JsNumber;
import io.s3db.json.Json;
import io.s3db.record.Unstamped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large the fields of a record are that did not fit into metadata, as s3db.js counts them. */
final class Overflow {
  private Overflow() {}

  /** Bytes of names and values as mapped; 0 if the record fits, or its resource does not tell. */
  static long size(RecordFormat format, Unstamped record, boolean content) {
    boolean told = format.resource().definition().behavior() == Behavior.USER_MANAGED;
    if (!told || content || record.body().length == 0) {
      return 0;
    }
    return Json.parse(record.body()) instanceof Map<?, ?> fields
        ? fields.entrySet().stream()
            .mapToLong(field -> bytes(String.valueOf(field.getKey())) + size(field.getValue()))
            .sum()
        : 0;
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Boolean _ -> 1;
      case String text -> bytes(text);
      case Number number -> bytes(JsNumber.text(number));
      default -> bytes(Json.write(value));
    };
  }

  private static long bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
