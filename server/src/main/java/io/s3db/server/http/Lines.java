package io.s3db.server.http;

import io.s3db.BulkResult;
import io.s3db.Document;
import io.s3db.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inserts the records of <a href="https://github.com/ndjson/ndjson-spec">JSON lines</a>. */
final class Lines {
  private static final int MOST_SHOWN = 100;

  private final List<Map<String, @Nullable Object>> failed = new ArrayList<>();
  private long failures;

  private Lines() {}

  /** Inserts each line by itself, and tells what became of them. */
  static Map<String, @Nullable Object> insert(Resource resource, byte[] body) {
    return new Lines().insertAll(resource, new String(body, StandardCharsets.UTF_8));
  }

  private Map<String, @Nullable Object> insertAll(Resource resource, String text) {
    List<Document> records = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    int line = 0;
    for (String each : text.split("\n", -1)) {
      line++;
      if (each.isBlank()) {
        continue;
      }
      try {
        records.add(Document.parse(each));
        lines.add(line);
      } catch (IllegalArgumentException _) {
        fail(line, "", "INVALID_JSON", "The line is no JSON object.");
      }
    }
    BulkResult result = resource.insertMany(records);
    for (BulkResult.Failure each : result.failed()) {
      HttpFailure failure = Failures.of(each.cause());
      fail(
          lines.get(each.index()), each.id(), failure.code(), String.valueOf(failure.getMessage()));
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("inserted", (long) result.succeeded().size());
    answer.put("failedCount", failures);
    answer.put("failed", failed);
    return answer;
  }

  private void fail(int line, String id, String code, String message) {
    failures++;
    if (failed.size() < MOST_SHOWN) {
      Map<String, @Nullable Object> failure = new LinkedHashMap<>();
      failure.put("line", line);
      failure.put("id", id.isEmpty() ? null : id);
      failure.put("code", code);
      failure.put("message", message);
      failed.add(failure);
    }
  }
}
