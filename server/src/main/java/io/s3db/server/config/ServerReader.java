package io.s3db.server.config;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.time.Duration;
import java.util.Optional;

/** Reads the section {@code server}. */
final class ServerReader {
  private static final int SHORTEST_TOKEN = 16;
  private static final long LARGEST_BODY = 256L << 20;

  private ServerReader() {}

  static ServerSettings read(Options server) {
    ServerSettings defaults = ServerSettings.DEFAULTS;
    ServerSettings settings =
        new ServerSettings(
            server.count("port", defaults.port(), 0, 65_535),
            Blank.orText(server, "host").orElse(defaults.host()),
            Blank.orSecret(server, "token").orElse(null),
            Blank.orSecret(server, "readToken").orElse(null),
            server.texts("allowedHosts"),
            maxBody(server, defaults),
            positive(server, "requestTimeout", defaults.requestTimeout()),
            server.count("maxRequests", defaults.maxRequests(), 1, 100_000),
            server.count("maxStreams", defaults.maxStreams(), 0, 10_000),
            positive(server, "stuckAfter", defaults.stuckAfter()),
            server.duration("drainTimeout", defaults.drainTimeout()));
    checkTokens(server, settings);
    server.finish();
    return settings;
  }

  private static int maxBody(Options server, ServerSettings defaults) {
    long bytes = server.bytes("maxBody", defaults.maxBody());
    if (bytes < 1024 || bytes > LARGEST_BODY) {
      server.problem("maxBody", "must be from 1KB to 256MB");
      return defaults.maxBody();
    }
    return (int) bytes;
  }

  private static Duration positive(Options server, String name, Duration fallback) {
    Duration time = server.duration(name, fallback);
    if (time.isZero()) {
      server.problem(name, "must be longer than nothing");
    }
    return time;
  }

  private static void checkTokens(Options server, ServerSettings settings) {
    boolean open = !Loopback.is(settings.host());
    if (open && settings.token().isEmpty()) {
      server.problem(
          "token",
          "is required, because others can reach "
              + settings.host()
              + ": set one of "
              + SHORTEST_TOKEN
              + " characters or more, or host: 127.0.0.1");
    }
    if (settings.token().isEmpty() && settings.readToken().isPresent()) {
      server.problem("readToken", "is of no use without token: then everybody may do everything");
    }
    if (open) {
      checkLength(server, "token", settings.token());
      checkLength(server, "readToken", settings.readToken());
    }
    if (settings.readToken().isPresent()
        && settings.readToken().map(Secret::reveal).equals(settings.token().map(Secret::reveal))) {
      server.problem("readToken", "is the same as token: choose another");
    }
  }

  private static void checkLength(Options server, String name, Optional<Secret> token) {
    if (token.isPresent() && token.get().reveal().length() < SHORTEST_TOKEN) {
      server.problem(
          name, "is too short for an address that others can reach: 16 characters are needed");
    }
  }
}
