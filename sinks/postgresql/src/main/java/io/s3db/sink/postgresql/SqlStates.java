package io.s3db.sink.postgresql;

import org.jspecify.annotations.Nullable;

/**
 * What the error codes of PostgreSQL mean for us.
 *
 * <p>Source: PostgreSQL documentation, Appendix A, "PostgreSQL Error Codes".
 */
final class SqlStates {
  private SqlStates() {}

  /** The first two characters; empty if there is no code, as after a client-side failure. */
  static String classOf(@Nullable String state) {
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  /**
   * Whether the connection is of no more use: lost, ended by the server, or leading to a server
   * that has become a standby.
   */
  static boolean endsConnection(@Nullable String state) {
    return switch (classOf(state)) {
      case "", "08", "58", "XX" -> true;
      case "57" -> !"57014".equals(state);
      case "25" -> "25006".equals(state) || "25P03".equals(state);
      default -> false;
    };
  }

  /** Whether the table may have changed since we looked: worth another look, once. */
  static boolean maybeStale(@Nullable String state) {
    return switch (state) {
      case "42703", "42P01", "42804", "42846", "42883", "42P10", "0A000", "428C9" -> true;
      case "23502", "23514" -> true; // a stand-in row of a delete may be refused
      case null, default -> false;
    };
  }
}
