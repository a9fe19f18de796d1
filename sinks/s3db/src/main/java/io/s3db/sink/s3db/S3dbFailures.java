package io.s3db.sink.s3db;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.store.StoreException;
import java.util.Optional;
import java.util.Set;

/**
 * Whose fault a failure of the target database is: the record's, the resource's, the destination's,
 * or nobody's for now.
 *
 * <p>A failure that is not known to be the record's never refuses it: a pause is mended by an
 * operator, a dead letter needs somebody to find it.
 */
final class S3dbFailures {
  /** Codes of failures that the same record will always meet. */
  private static final Set<String> OF_THE_RECORD =
      Set.of(
          "VALIDATION_FAILED",
          "METADATA_LIMIT",
          "INVALID_ID",
          "INVALID_PARTITION_VALUE",
          "CONTENT_IN_THE_WAY",
          "RECORD_UNREADABLE",
          "STORE_KEY_IMPOSSIBLE",
          "STORE_TORN_OBJECT",
          "STORE_DAMAGED_OBJECT");

  /** What a bucket answers, with status 400, to an object that it will never take. */
  private static final Set<String> ANSWERS_TO_AN_OBJECT =
      Set.of("MetadataTooLarge", "KeyTooLongError", "EntityTooLarge");

  /** Codes of failures of one resource. */
  private static final Set<String> OF_THE_RESOURCE =
      Set.of("RESOURCE_NOT_FOUND", "RESOURCE_READ_ONLY");

  private static final String RACED = "WRITE_CONTENTION";

  private final String target;

  S3dbFailures(String target) {
    this.target = target;
  }

  /** The refusal of a record, if the record is to blame. */
  Optional<Rejection> rejection(Delivery delivery, S3dbException failure) {
    return isRefusal(failure)
        ? Optional.of(
            new Rejection(delivery.id(), Rejection.Kind.PERMANENT, failure.code(), text(failure)))
        : Optional.empty();
  }

  /** The failure of a resource or of the whole destination. */
  SinkException exception(String attempted, String resource, S3dbException failure) {
    String message = attempted + " at " + target + " failed: " + text(failure);
    return switch (failure) {
      case OutcomeUnknownException unknown -> new SinkException.Unavailable(message, unknown);
      case StoreException store when store.retriable() ->
          new SinkException.Unavailable(message, store);
      case StoreException store -> new SinkException.Denied(message, store);
      case S3dbException other when other.code().equals(RACED) ->
          new SinkException.Unavailable(message, other);
      case S3dbException other when OF_THE_RESOURCE.contains(other.code()) || isRefusal(other) ->
          new SinkException.TargetDenied(resource, message, other);
      case S3dbException other -> new SinkException.Denied(message, other);
    };
  }

  /** Of a record; a definition that the target refuses has the same codes. */
  private static boolean isRefusal(S3dbException failure) {
    return OF_THE_RECORD.contains(failure.code())
        || (failure.code().equals("STORE_REFUSED")
            && ANSWERS_TO_AN_OBJECT.stream().anyMatch(text(failure)::contains));
  }

  private static String text(S3dbException failure) {
    return String.valueOf(failure.getMessage());
  }
}
