package io.s3db;

import io.s3db.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of a cursor: base64url of JSON, as s3db.js writes it; its token is the last key. */
final class PageCursor {
  private PageCursor() {}

  static String write(String prefix, String lastKey, int size) {
    Map<String, @Nullable Object> cursor = new LinkedHashMap<>();
    cursor.put("v", 1L);
    cursor.put("prefix", prefix);
    cursor.put("token", lastKey);
    cursor.put("pageSize", (long) size);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(cursor));
  }

  /** The last key of the page before. */
  static String lastKey(String cursor, String prefix) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.UTF_8));
      Document fields = Document.parse(new String(json, StandardCharsets.UTF_8));
      if (fields.integer("v") == 1
          && fields.text("prefix").equals(prefix)
          && fields.text("token").startsWith(prefix)) {
        return fields.text("token");
      }
    } catch (IllegalArgumentException e) {
      throw invalid(cursor, e);
    }
    throw invalid(cursor, null);
  }

  private static S3dbException invalid(String cursor, @Nullable Throwable cause) {
    return new S3dbException(
        "INVALID_CURSOR",
        "'" + cursor + "' is no cursor of this listing.",
        "Pass the cursor of the page before unchanged, or none for the first page.",
        cause);
  }
}
