package io.s3db.sink.postgresql;

import io.s3db.replicator.spi.Rejection.Kind;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Unreachable;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Sorts what PostgreSQL answers into what happens next. */
final class PostgresqlFailures {
  private PostgresqlFailures() {}

  /**
   * The failure of an attempt.
   *
   * @param where what was attempted on what, for the message
   * @param target the target it was for; null if it concerns the destination
   */
  static SinkException of(SQLException e, String where, @Nullable String target) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String message = where + " failed: " + said(e);
    return switch (SqlStates.classOf(state)) {
      case "22", "54", "P0", "44", "09", "27" -> refused(Kind.PERMANENT, state, message, e);
      case "23" -> refused(constraint(state), state, message, e);
      case "21" -> refused(Kind.RETRYABLE, state, message, e);
      case "28" -> new SinkException.Denied(message, e);
      case "3D" -> new SinkException.Denied(message, e);
      case "3F", "42", "0A" -> denied(target, message, e);
      default -> new SinkException.Unavailable(message, e);
    };
  }

  private static SinkException refused(Kind kind, String state, String message, SQLException e) {
    return new SinkException.BatchRefused(kind, state, message, e);
  }

  private static SinkException denied(@Nullable String target, String message, SQLException e) {
    return target == null
        ? new SinkException.Denied(message, e)
        : new SinkException.TargetDenied(target, message, e);
  }

  /**
   * Foreign keys, unique values and exclusions may wait for another record; the rest never fits.
   */
  private static Kind constraint(String state) {
    return switch (state) {
      case "23503", "23505", "23P01" -> Kind.DEPENDENT;
      default -> Kind.PERMANENT;
    };
  }

  /**
   * What the server said, with the names of what it is about. Its detail line and the values it
   * quotes are left out: they are data.
   */
  static String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (server == null) {
      return Unreachable.reason(e).orElseGet(() -> withCause(e));
    }
    StringJoiner said = new StringJoiner(", ");
    said.add(withoutValues(String.valueOf(server.getMessage())));
    name(said, "constraint", server.getConstraint());
    name(said, "column", server.getColumn());
    name(said, "table", server.getTable());
    return said + " (SQLSTATE " + server.getSQLState() + ")";
  }

  /**
   * {@code The connection attempt failed.} says nothing; what is below it does. A refused
   * connection is told by the driver in words of its own.
   */
  private static String withCause(SQLException e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    Throwable cause = e.getCause();
    String below = cause == null || cause instanceof ConnectException ? null : cause.getMessage();
    return below == null || said.contains(below) ? said : said + " (" + below + ")";
  }

  private static void name(StringJoiner said, String what, @Nullable String name) {
    if (name != null && !said.toString().contains('"' + name + '"')) {
      said.add(what + " \"" + name + "\"");
    }
  }

  /** {@code invalid input syntax for type integer: "4711"} quotes a value behind the colon. */
  private static String withoutValues(String message) {
    int colon = message.indexOf(": \"");
    return colon < 0 ? message : message.substring(0, colon) + ": (value not shown)";
  }
}
