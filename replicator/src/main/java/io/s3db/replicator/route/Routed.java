package io.s3db.replicator.route;

import io.s3db.Document;
import org.jspecify.annotations.Nullable;

/** What a route makes of a change, before its key is known. */
public sealed interface Routed {
  /**
   * Something is to be sent.
   *
   * @param before the transformed record before the change; null on insert, and where it was
   *     skipped
   * @param data the transformed record after the change; of a delete, the transformed last record
   */
  record Row(@Nullable Document before, Document data) implements Routed {}

  /** Nothing is sent: the action is not one of the route's. */
  record NotListed() implements Routed {}

  /** Nothing is sent: the transform returned null. */
  record Null() implements Routed {}

  /** The transform threw, or returned what cannot be sent. */
  record Failed(Exception cause) implements Routed {}
}
