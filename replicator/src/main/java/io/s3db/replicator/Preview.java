package io.s3db.replicator;

import io.s3db.Document;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one route would make of a change.
 *
 * @param replicator the destination
 * @param route such as {@code orders#0}
 * @param target the destination's name of the resource
 * @param outcome what would be sent, or why nothing
 * @param data the row; null if there is none
 * @param before the row before an update; null if there is none
 * @param error why the transform failed, in one sentence; empty if it did not
 */
public record Preview(
    String replicator,
    String route,
    String target,
    Outcome outcome,
    @Nullable Document data,
    @Nullable Document before,
    String error) {
  /** What would become of the change. */
  public enum Outcome {
    /** A row is sent. */
    ROW,
    /** The transform returned null. */
    SKIPPED,
    /** The action is none of the route's. */
    NOT_LISTED,
    /** The transform threw, or returned what cannot be sent. */
    FAILED;

    /** The word used everywhere: {@code not-listed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
