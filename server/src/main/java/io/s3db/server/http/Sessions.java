package io.s3db.server.http;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sessions of pages that gave a token: kept here only, a thousand at most, half a day long. */
final class Sessions {
  static final Duration LIFE = Duration.ofHours(12);
  private static final int MOST = 1000;
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource time;
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  Sessions(InstantSource time) {
    this.time = time;
  }

  private record Session(Access access, Instant until) {}

  /** A new session; its name is a secret. */
  synchronized String open(Access access) {
    Instant now = time.instant();
    sessions.values().removeIf(each -> !each.until().isAfter(now));
    if (sessions.size() >= MOST) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sessions.put(name, new Session(access, now.plus(LIFE)));
    return name;
  }

  /** What the holder of a session may do. */
  synchronized Access access(String name) {
    Session session = sessions.get(name);
    return session != null && session.until().isAfter(time.instant())
        ? session.access()
        : Access.NONE;
  }

  synchronized void close(String name) {
    sessions.remove(name);
  }
}
