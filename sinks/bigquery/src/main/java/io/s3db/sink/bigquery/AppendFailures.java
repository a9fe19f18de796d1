package io.s3db.sink.bigquery;

import com.google.rpc.Code;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.util.Set;

/**
 * Sorts failures of appends into what happens next.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/write-api-best-practices#handle_errors">How
 *     to handle errors</a>
 */
final class AppendFailures {
  private AppendFailures() {}

  /**
   * The failure of an append.
   *
   * @param where what was attempted on what, for the message
   * @param target the target it was for
   * @param delivered what was appended before, and need not come again
   */
  static SinkException of(
      AppendFailure failure, String where, String target, Set<DeliveryId> delivered) {
    String message = where + " failed: " + failure.said();
    return switch (failure.code()) {
      case PERMISSION_DENIED ->
          new SinkException.Denied(
              message + " Grant the permission bigquery.tables.updateData.", null);
      case UNAUTHENTICATED ->
          new SinkException.Denied(message + " Check the option credentials.", null);
      case NOT_FOUND, FAILED_PRECONDITION, UNIMPLEMENTED ->
          new SinkException.TargetDenied(target, message, null);
      case INVALID_ARGUMENT, OUT_OF_RANGE, ALREADY_EXISTS ->
          new SinkException.BatchRefused(Rejection.Kind.PERMANENT, code(failure), message, null);
      case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED -> unavailable(failure, message, delivered);
      case RESOURCE_EXHAUSTED, ABORTED, INTERNAL -> unavailable(failure, message, delivered);
      case UNAVAILABLE, DATA_LOSS, UNRECOGNIZED -> unavailable(failure, message, delivered);
    };
  }

  static SinkException.Unavailable unavailable(
      AppendFailure failure, String message, Set<DeliveryId> delivered) {
    return new SinkException.Unavailable(message, null, failure.retryAfter(), delivered);
  }

  private static String code(AppendFailure failure) {
    Code code = failure.code();
    return failure.storage().getNumber() <= 0 ? code.name() : failure.storage().name();
  }
}
