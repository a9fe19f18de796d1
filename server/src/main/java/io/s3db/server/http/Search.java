package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.Page;
import io.s3db.PageRequest;
import io.s3db.Query;
import io.s3db.Resource;
import io.s3db.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the records of a resource, in the order of their ids, for those that meet
 * conditions. One answer looks at a bounded number of records for a bounded time; its cursor names
 * the page of the store that was looked at last, and the last record of it.
 */
final class Search {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST_LOOKED_AT = 10_000;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Request request;
  private final Resource resource;
  private final Optional<Query> query;
  private final int limit;
  private @Nullable String pageCursor;
  private String after = "";

  private Search(Request request, Resource resource) {
    this.request = request;
    this.resource = resource;
    this.limit = request.limit(DEFAULT_LIMIT);
    this.query =
        request.parameter("where").map(Search::conditions).map(where -> Query.where(where.toMap()));
    request.parameter("cursor").ifPresent(this::resume);
  }

  /**
   * A page.
   *
   * @param cursor where the next begins; null if this is the last
   */
  record Found(List<Document> records, @Nullable String cursor) {}

  static Search of(Request request, Resource resource) {
    return new Search(request, resource);
  }

  Found run() {
    List<Document> found = new ArrayList<>();
    long until = System.nanoTime() + LONGEST.toNanos();
    int lookedAt = 0;
    while (true) {
      Page page = resource.page(new PageRequest(pageSize(), pageCursor));
      for (Document each : page.items()) {
        String id = each.id();
        if (!after.isEmpty() && isUpTo(id, after)) {
          continue; // given before
        }
        Document seen = Hidden.from(request, resource.definition(), each);
        if (query.isEmpty() || query.get().matches(seen)) {
          found.add(seen);
        }
        after = id;
        if (found.size() == limit) {
          return new Found(found, cursorBehind(page, each));
        }
      }
      lookedAt += page.items().size();
      if (!page.hasMore()) {
        return new Found(found, null);
      }
      pageCursor = page.cursor();
      after = "";
      if (lookedAt >= MOST_LOOKED_AT || System.nanoTime() > until) {
        return new Found(found, cursor());
      }
    }
  }

  /** Larger pages where few records may match. */
  private int pageSize() {
    return query.isEmpty() ? limit : Math.max(limit, 200);
  }

  /** Ids are in the order of their bytes. */
  private static boolean isUpTo(String id, String last) {
    return Arrays.compareUnsigned(
            id.getBytes(StandardCharsets.UTF_8), last.getBytes(StandardCharsets.UTF_8))
        <= 0;
  }

  private @Nullable String cursorBehind(Page page, Document record) {
    if (!page.items().getLast().id().equals(record.id())) {
      return cursor();
    }
    pageCursor = page.cursor();
    after = "";
    return page.hasMore() ? cursor() : null;
  }

  private String cursor() {
    Map<String, @Nullable Object> cursor = new LinkedHashMap<>();
    cursor.put("page", pageCursor);
    cursor.put("after", after);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(cursor));
  }

  private void resume(String cursor) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.UTF_8));
      Document fields = Document.parse(new String(json, StandardCharsets.UTF_8));
      pageCursor = fields.get("page") == null ? null : fields.text("page");
      after = fields.text("after");
    } catch (IllegalArgumentException _) {
      throw new HttpFailure(
          400,
          "INVALID_CURSOR",
          "This is no cursor of this list.",
          "Pass the cursor of the page before unchanged, or none for the first page.");
    }
  }

  private static Document conditions(String text) {
    try {
      return Document.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.parameter("where", "must be a JSON object such as {\"status\":\"error\"}");
    }
  }
}
