package io.s3db.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A URL cut into its parts, by the rules of the WHATWG URL standard that connection strings need.
 *
 * @param scheme in lower case
 * @param user as written, still encoded; empty if there is none
 * @param password as written, still encoded; empty if there is none
 * @param host as written; empty if there is none
 * @param port or -1
 * @param path starts with a slash or is empty; encoded, without dot segments
 * @param query decoded names and values; of a repeated name the last value
 */
record UrlText(
    String scheme,
    String user,
    String password,
    String host,
    int port,
    String path,
    Map<String, String> query) {

  /** Cuts the text, or gives null if it is not {@code scheme://…}. */
  static @Nullable UrlText cut(String text) {
    int colon = text.indexOf("://");
    if (colon <= 0 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
      return null;
    }
    String rest = withoutFragment(text.substring(colon + 3));
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String beforeQuery = question < 0 ? rest : rest.substring(0, question);
    int slash = beforeQuery.indexOf('/');
    String authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
    String path = slash < 0 ? "" : beforeQuery.substring(slash);

    int at = authority.lastIndexOf('@');
    String userInfo = at < 0 ? "" : authority.substring(0, at);
    int secretAt = userInfo.indexOf(':');
    String hostPort = authority.substring(at + 1);
    int portAt = hostPort.startsWith("[") ? hostPort.indexOf("]:") + 1 : hostPort.lastIndexOf(':');
    boolean hasPort = portAt > 0;
    int port = hasPort ? port(hostPort.substring(portAt + 1)) : -1;
    if (port == INVALID) {
      return null;
    }
    return new UrlText(
        text.substring(0, colon).toLowerCase(Locale.ROOT),
        secretAt < 0 ? userInfo : userInfo.substring(0, secretAt),
        secretAt < 0 ? "" : userInfo.substring(secretAt + 1),
        hasPort ? hostPort.substring(0, portAt) : hostPort,
        port,
        withoutDots(Percent.encodePath(path)),
        query(query));
  }

  private static final int INVALID = -2;

  private static int port(String digits) {
    if (digits.isEmpty()) {
      return -1;
    }
    if (!digits.matches("[0-9]{1,5}")) {
      return INVALID;
    }
    int port = Integer.parseInt(digits);
    return port <= 65_535 ? port : INVALID;
  }

  private static String withoutFragment(String text) {
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private static String withoutDots(String path) {
    if (path.isEmpty()) {
      return path;
    }
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      boolean dots = plain.equals(".") || plain.equals("..");
      if (plain.equals("..")) {
        kept.pollLast();
      }
      if (!dots) {
        kept.addLast(segment);
      } else if (i == segments.size() - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static Map<String, String> query(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.put(Percent.decodeQuery(name), Percent.decodeQuery(value));
      }
    }
    return values;
  }
}
