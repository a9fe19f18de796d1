package io.s3db.cli.place;

import io.s3db.Document;
import io.s3db.ResourceNotFoundException;
import io.s3db.S3dbException;
import io.s3db.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The records of a running daemon, by its HTTP API. */
final class DaemonRecords implements Records {
  private static final int PAGE = 1000;

  private final Api api;

  DaemonRecords(Api api) {
    this.api = api;
  }

  @Override
  public List<Described> resources() {
    List<Described> all = new ArrayList<>();
    for (@Nullable Object each : api.get(Api.path("resources")).list("resources")) {
      Document resource = object(each);
      all.add(
          new Described(
              resource.text("name"),
              attributes(resource),
              Boolean.TRUE.equals(resource.get("timestamps"))));
    }
    return all;
  }

  @SuppressWarnings("unchecked") // definitions are never null
  private static Map<String, Object> attributes(Document resource) {
    return (Map<String, Object>) (Map<String, ?>) resource.document("attributes").toMap();
  }

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  private static Document object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return Document.wrap((Map<String, @Nullable Object>) map);
    }
    throw new S3dbException(
        "NOT_A_DAEMON", "The daemon answered in a form that is not known.", null);
  }

  @Override
  public Described resource(String name) {
    List<Described> all = resources();
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new ResourceNotFoundException(name, all.stream().map(Described::name).toList()));
  }

  @Override
  public OptionalLong count(String resource) {
    return OptionalLong.empty();
  }

  @Override
  public Stream<Document> list(String resource, Map<String, @Nullable Object> where, long limit) {
    Iterator<Document> pages = new Pages(resource, where, limit);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public Optional<Document> find(String resource, String id) {
    try {
      return Optional.of(api.get(Api.path("resources", resource, id)));
    } catch (S3dbException e) {
      if (e.code().equals("RECORD_NOT_FOUND")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Document insert(String resource, Document record) {
    return api.send("POST", Api.path("resources", resource), record);
  }

  /** Whoever creates or deletes the record between two requests makes another round necessary. */
  @Override
  public Document upsert(String resource, Document record) {
    String id = record.id();
    while (true) {
      try {
        return update(resource, id, record.without("id"));
      } catch (S3dbException e) {
        passOver(e, "RECORD_NOT_FOUND");
      }
      try {
        return insert(resource, record);
      } catch (S3dbException e) {
        passOver(e, "RECORD_EXISTS");
      }
    }
  }

  private static void passOver(S3dbException failure, String code) {
    if (!failure.code().equals(code)) {
      throw failure;
    }
  }

  @Override
  public Document update(String resource, String id, Document fields) {
    return api.send("PATCH", Api.path("resources", resource, id), fields);
  }

  @Override
  public Document delete(String resource, String id) {
    return api.send("DELETE", Api.path("resources", resource, id), Document.of());
  }

  @Override
  public boolean create(Described resource) {
    throw new S3dbException(
        "NOT_POSSIBLE",
        "A running daemon creates no resources.",
        "Name it under database.resources of its configuration file, or stop it and use --config.");
  }

  @Override
  public boolean captured() {
    return true;
  }

  @Override
  public void close() {
    api.close();
  }

  /** Asks for a page when the one before is used up. */
  private final class Pages implements Iterator<Document> {
    private final String query;
    private final String resource;
    private Iterator<@Nullable Object> page = List.<@Nullable Object>of().iterator();
    private @Nullable String cursor = "";
    private long left;

    Pages(String resource, Map<String, @Nullable Object> where, long limit) {
      this.resource = resource;
      this.left = limit;
      this.query = where.isEmpty() ? "" : "&where=" + Api.encoded(Json.write(where));
    }

    @Override
    public boolean hasNext() {
      while (left > 0 && !page.hasNext() && cursor != null) {
        String after = cursor.isEmpty() ? "" : "&cursor=" + Api.encoded(cursor);
        Document answer =
            api.get(
                Api.path("resources", resource) + "?limit=" + Math.min(PAGE, left) + query + after);
        page = answer.list("items").iterator();
        cursor = answer.get("cursor") instanceof String next ? next : null;
      }
      return left > 0 && page.hasNext();
    }

    @Override
    public Document next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      left--;
      return object(page.next());
    }
  }
}
