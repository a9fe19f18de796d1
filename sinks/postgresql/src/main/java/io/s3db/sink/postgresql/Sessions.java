package io.s3db.sink.postgresql;

import io.s3db.replicator.spi.SinkContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How the connections of a sink are set up. */
final class Sessions {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private Sessions() {}

  /**
   * Connections whose calls end, whatever happens: the server gives a statement up after the time
   * of an attempt, and ends a transaction whose client is gone; the client gives the server up a
   * little later.
   */
  static Connections connections(PostgresqlOptions options, SinkContext context) {
    Duration attempt = context.timeout();
    Duration statement = options.statementTimeout() == null ? attempt : options.statementTimeout();
    Map<String, String> defaults = new HashMap<>();
    defaults.put("ApplicationName", "s3db " + context.replicator());
    defaults.put("connectTimeout", seconds(min(attempt, LONGEST_CONNECT)));
    defaults.put("socketTimeout", seconds(max(attempt, statement).plusSeconds(1)));
    defaults.put("tcpKeepAlive", "true");
    String session =
        "SET statement_timeout = "
            + statement.toMillis()
            + "; SET idle_in_transaction_session_timeout = "
            + attempt.toMillis()
            + "; SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED";
    java.util.Properties properties = options.connection().with(defaults);
    properties.putAll(options.tls());
    int most = options.poolSize() == null ? context.lanes() : options.poolSize();
    return new Connections(options.connection().url(), properties, session, Math.max(1, most));
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
