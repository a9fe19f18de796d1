package io.s3db.server.config;

import io.s3db.replicator.options.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code server}.
 *
 * @param port 0 for any that is free
 * @param host the address to listen on
 * @param fullToken may do everything; null if nobody needs a token
 * @param readOnlyToken may read; null if there is none
 * @param allowedHosts further names in the {@code Host} header
 * @param maxBody the largest body of a request, in bytes
 * @param requestTimeout how long a client may take to send a request
 * @param maxRequests how many requests are worked on at once
 * @param maxStreams how many clients may follow events at once
 * @param stuckAfter how long nothing may move before the daemon is not ready any more
 * @param drainTimeout how long requests that are under way may take at the end
 */
public record ServerSettings(
    int port,
    String host,
    @Nullable Secret fullToken,
    @Nullable Secret readOnlyToken,
    List<String> allowedHosts,
    int maxBody,
    Duration requestTimeout,
    int maxRequests,
    int maxStreams,
    Duration stuckAfter,
    Duration drainTimeout) {
  /** What holds where the file says nothing. */
  public static final ServerSettings DEFAULTS =
      new ServerSettings(
          8080,
          "127.0.0.1",
          null,
          null,
          List.of(),
          4 << 20,
          Duration.ofSeconds(30),
          256,
          64,
          Duration.ofMinutes(1),
          Duration.ofSeconds(5));

  /** Copies the list. */
  public ServerSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }

  /** The token that may do everything, if one is needed. */
  public Optional<Secret> token() {
    return Optional.ofNullable(fullToken);
  }

  /** The token that may read, if there is one. */
  public Optional<Secret> readToken() {
    return Optional.ofNullable(readOnlyToken);
  }

  /** The same on another port. */
  public ServerSettings withPort(int other) {
    return new ServerSettings(
        other,
        host,
        fullToken,
        readOnlyToken,
        allowedHosts,
        maxBody,
        requestTimeout,
        maxRequests,
        maxStreams,
        stuckAfter,
        drainTimeout);
  }
}
