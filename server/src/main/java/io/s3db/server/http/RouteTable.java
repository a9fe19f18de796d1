package io.s3db.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All routes. */
final class RouteTable {
  private final List<Route> routes;

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** A route that was found, and the parts of the path that it names. */
  record Found(Route route, Map<String, String> path) {}

  /**
   * The route of a request.
   *
   * @param rawPath as it was sent: a slash within a name is {@code %2F}
   */
  Found find(String method, String rawPath) {
    List<String> segments = segments(rawPath);
    List<String> methods = new ArrayList<>();
    for (Route each : routes) {
      Optional<Map<String, String>> named = each.match(segments);
      if (named.isPresent()) {
        if (each.method().equals(method)) {
          return new Found(each, named.get());
        }
        methods.add(each.method());
      }
    }
    throw methods.isEmpty() ? missing() : notAllowed(method, methods);
  }

  List<Route> routes() {
    return routes;
  }

  private static HttpFailure missing() {
    return new HttpFailure(
        404, "ROUTE_NOT_FOUND", "There is no such route.", "See /api/v1/openapi.yaml.");
  }

  private static HttpFailure notAllowed(String method, List<String> methods) {
    String allowed = methods.stream().distinct().sorted().collect(Collectors.joining(", "));
    return new HttpFailure(
            405,
            "METHOD_NOT_ALLOWED",
            "This route does not take " + (method.matches("[A-Z]{1,16}") ? method : "that") + ".",
            "It takes " + allowed + ".")
        .header("Allow", allowed);
  }

  private static List<String> segments(String rawPath) {
    if (!rawPath.startsWith("/")) {
      throw missing();
    }
    List<String> segments = new ArrayList<>();
    for (String each : rawPath.substring(1).split("/", -1)) {
      segments.add(decoded(each));
    }
    return segments;
  }

  private static String decoded(String segment) {
    try {
      String text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (text.equals(".") || text.equals("..")) {
        throw missing();
      }
      if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
        throw invalid();
      }
      return text;
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  private static HttpFailure invalid() {
    return new HttpFailure(
        400, "INVALID_PARAMETER", "The path is not percent-encoded UTF-8, or has a NUL.", null);
  }
}
