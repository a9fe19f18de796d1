package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link Transform} that is also told about the change. */
@FunctionalInterface
public interface ContextTransform {
  /** The record for the destination, or null to skip it. */
  @Nullable Document apply(Document data, Context context) throws Exception;

  /**
   * What is known of the change.
   *
   * @param operation what happened. A first copy and a verification see records, not what happened
   *     to them, and say {@code INSERT}: a row that holds the operation is told as different
   * @param changedAt when; use it instead of the time of day, so that the result can be computed
   *     again
   * @param resource the resource of the record
   */
  record Context(Operation operation, Instant changedAt, String resource) {}
}
