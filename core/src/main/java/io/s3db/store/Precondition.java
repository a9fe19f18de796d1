package io.s3db.store;

/** What must be true of an object for a write of it to happen. */
public sealed interface Precondition {
  /** Nothing: the write happens. */
  record None() implements Precondition {}

  /** The object must not exist ({@code If-None-Match: *}). */
  record Absent() implements Precondition {}

  /** The object must be in this state ({@code If-Match}). */
  record Matches(ETag etag) implements Precondition {}

  /** No condition. */
  static Precondition none() {
    return new None();
  }

  /** The object must not exist. */
  static Precondition absent() {
    return new Absent();
  }

  /** The object must be in this state. */
  static Precondition matches(ETag etag) {
    return new Matches(etag);
  }
}
