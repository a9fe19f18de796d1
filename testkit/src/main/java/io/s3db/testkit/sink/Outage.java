package io.s3db.testkit.sink;

/** Breaks a destination from the outside, and mends it. */
public interface Outage {
  /** From now on every call of the destination fails, by a refused or reset connection, or 503. */
  void refuse();

  /** From now on the destination takes calls and does not answer. */
  void hang();

  /** Whether at least one call is being held without an answer. */
  boolean hanging();

  /** From now on the destination works again; what was held may be dropped or answered. */
  void mend();
}
