package io.s3db.server.http;

import io.s3db.server.config.ServerSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides whether a request may come in, and as whom. */
final class Gatekeeper {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BEARER = "bearer ";

  private final Hosts hosts;
  private final Tokens tokens;
  private final Sessions sessions;

  Gatekeeper(ServerSettings settings, Sessions sessions) {
    this.hosts = new Hosts(settings);
    this.tokens = new Tokens(settings);
    this.sessions = sessions;
  }

  Tokens tokens() {
    return tokens;
  }

  /** Turns away what another page makes a browser send. */
  void checkSource(Head head) {
    String host = head.header("host").orElse("");
    if (!hosts.accepts(host)) {
      throw new HttpFailure(
          421,
          "WRONG_HOST",
          "This daemon does not serve the name in the Host header.",
          "Call it by its address, or add the name to server.allowedHosts.");
    }
    Optional<String> origin = head.header("origin");
    boolean foreign = origin.isPresent() && !isSame(origin.get(), host);
    boolean crossSite =
        head.path().startsWith("/api/")
            && head.header("sec-fetch-site")
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
    if (foreign || crossSite) {
      throw foreign();
    }
  }

  /** What the caller may do. */
  Access access(Head head) {
    if (!tokens.required()) {
      return Access.FULL;
    }
    Optional<String> bearer =
        head.header("authorization")
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()).strip());
    return bearer.map(tokens::access).orElseGet(() -> ofCookie(head));
  }

  private Access ofCookie(Head head) {
    Access access = session(head).map(sessions::access).orElse(Access.NONE);
    if (access != Access.NONE && !SAFE.contains(head.method()) && head.header("origin").isEmpty()) {
      throw foreign(); // browsers say where such a request comes from
    }
    return access;
  }

  /** The name of the session in the cookie. */
  Optional<String> session(Head head) {
    String name = cookie(head.port()) + "=";
    return head.header("cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";", -1)))
        .map(String::strip)
        .filter(each -> each.startsWith(name))
        .map(each -> each.substring(name.length()))
        .findFirst();
  }

  /** Browsers do not keep the cookies of two ports apart: so their names are different. */
  static String cookie(int port) {
    return "s3db-session-" + port;
  }

  void checkAccess(Access has, Access needed) {
    if (has.allows(needed)) {
      return;
    }
    if (has == Access.NONE) {
      throw new HttpFailure(
              401,
              "UNAUTHENTICATED",
              "A token is needed.",
              "Send Authorization: Bearer TOKEN, with the token of the configuration.")
          .header("WWW-Authenticate", "Bearer");
    }
    throw new HttpFailure(
        403, "READ_ONLY", "This token may only read.", "Use the token server.token for this.");
  }

  private static boolean isSame(String origin, String host) {
    int slashes = origin.indexOf("://");
    return slashes > 0 && origin.substring(slashes + 3).equalsIgnoreCase(host);
  }

  private static HttpFailure foreign() {
    return new HttpFailure(
        403,
        "FOREIGN_ORIGIN",
        "The request comes from a page of another origin.",
        "Only the page of this daemon, and programs that are no browsers, may send it.");
  }
}
