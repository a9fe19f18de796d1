package io.s3db.server.http;

import io.s3db.replicator.options.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exchanges a token for the cookie of the page. */
final class SessionRoutes {
  private static final String PATH = "/api/v1/session";

  private final Gatekeeper gate;
  private final Sessions sessions;

  SessionRoutes(Gatekeeper gate, Sessions sessions) {
    this.gate = gate;
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", PATH, this::get),
        Route.open("POST", PATH, this::open),
        Route.open("DELETE", PATH, this::close));
  }

  private Answer get(Request request) {
    return Answer.ok(
        Map.of("tokenRequired", gate.tokens().required(), "access", request.access().word()));
  }

  private Answer open(Request request) {
    String token =
        ReplicatorRoutes.read(request.json(), (Options options) -> options.requiredSecret("token"))
            .reveal();
    Access access = gate.tokens().required() ? gate.tokens().access(token) : Access.FULL;
    gate.checkAccess(access, Access.READ);
    return Answer.nothing(204)
        .with("Set-Cookie", cookie(request, sessions.open(access), Sessions.LIFE.toSeconds()));
  }

  private Answer close(Request request) {
    Optional<String> session = gate.session(request.head());
    session.ifPresent(sessions::close);
    return Answer.nothing(204).with("Set-Cookie", cookie(request, "", 0));
  }

  private static String cookie(Request request, String value, long seconds) {
    return Gatekeeper.cookie(request.head().port())
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + seconds;
  }
}
