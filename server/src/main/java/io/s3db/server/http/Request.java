package io.s3db.server.http;

import io.s3db.Document;
import io.s3db.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request, as routes see it. */
final class Request {
  private static final int MOST_LIMIT = 1000;
  private static final double MOST_WAIT = 30;

  private final Map<String, String> path;
  private final Map<String, List<String>> query;
  private final Head head;
  private final Supplier<byte[]> body;
  private final Access access;

  /**
   * @param path the parts of the path that the route names
   * @param body reads the body, once
   */
  Request(
      Map<String, String> path,
      Map<String, List<String>> query,
      Head head,
      Supplier<byte[]> body,
      Access access) {
    this.path = path;
    this.query = query;
    this.head = head;
    this.body = body;
    this.access = access;
  }

  Access access() {
    return access;
  }

  /** A part of the path. */
  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no part {" + name + "}");
    }
    return value;
  }

  Head head() {
    return head;
  }

  Optional<String> header(String name) {
    return head.header(name);
  }

  /** A parameter; one that is given twice is refused. */
  Optional<String> parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw HttpFailure.parameter(name, "is given more than once");
    }
    return values.stream().filter(each -> !each.isEmpty()).findFirst();
  }

  /** Refuses parameters that the route does not know: a wrong filter must not show everything. */
  void onlyParameters(String... known) {
    for (String name : query.keySet()) {
      if (!List.of(known).contains(name)) {
        throw HttpFailure.parameter(
            name,
            known.length == 0
                ? "is none of this route"
                : "is none of this route: there are " + String.join(", ", known));
      }
    }
  }

  /** How many items are wanted. */
  int limit(int fallback) {
    return parameter("limit").map(Request::limit).orElse(fallback);
  }

  private static int limit(String text) {
    if (!text.matches("\\d{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_LIMIT) {
      throw HttpFailure.parameter("limit", "must be a whole number from 1 to " + MOST_LIMIT);
    }
    return Integer.parseInt(text);
  }

  /** How long the answer may wait for the end of a job, in seconds. */
  double waitSeconds() {
    String text = parameter("wait").orElse("0");
    double seconds = text.matches("\\d{1,4}(\\.\\d{1,9})?") ? Double.parseDouble(text) : -1;
    if (seconds < 0 || seconds > MOST_WAIT) {
      throw HttpFailure.parameter("wait", "must be a number of seconds from 0 to 30");
    }
    return seconds;
  }

  boolean hasType(String type) {
    return header("content-type")
        .map(given -> given.split(";", 2)[0].strip().equalsIgnoreCase(type))
        .orElse(false);
  }

  byte[] bytes() {
    return body.get();
  }

  /** The body, which must be a JSON object. */
  Document json() {
    return json(bytes());
  }

  private Document json(byte[] given) {
    if (!hasType("application/json")) {
      throw new HttpFailure(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "The body must be JSON.",
          "Send it with Content-Type: application/json.");
    }
    return object(given);
  }

  /** The body if there is one, and no fields if there is none. */
  Document optionalJson() {
    byte[] given = bytes();
    return given.length == 0 ? Document.of() : json(given);
  }

  @SuppressWarnings("unchecked") // objects of JSON have text as names
  static Document object(byte[] utf8) {
    try {
      if (Json.parse(utf8) instanceof Map<?, ?> map) {
        return Document.wrap((Map<String, @Nullable Object>) map);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new HttpFailure(400, "INVALID_JSON", said(firstLine(e)), null);
    }
    throw HttpFailure.body("The body must be a JSON object.");
  }

  private static String firstLine(Exception e) {
    String text = e.getMessage() == null ? "not JSON" : e.getMessage();
    String line = text.lines().findFirst().orElse("not JSON");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }

  private static String said(String problem) {
    return problem.startsWith("not ")
        ? "The body is " + problem + "."
        : "The body cannot be read: " + problem + ".";
  }
}
