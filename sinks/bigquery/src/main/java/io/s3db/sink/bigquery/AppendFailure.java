package io.s3db.sink.bigquery;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why rows were not appended, whether the answer says so or the connection ended with it.
 *
 * @param code the canonical code
 * @param storage the Storage Write API's own code, if there is one
 * @param message what the server said
 * @param retryAfter how long it asked to be left alone
 */
record AppendFailure(
    Code code, StorageErrorCode storage, String message, @Nullable Duration retryAfter) {

  static AppendFailure of(Status status) {
    StorageErrorCode storage = StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED;
    Duration retryAfter = null;
    for (Any detail : status.getDetailsList()) {
      Optional<StorageError> error = unpack(detail, StorageError.class);
      if (error.isPresent()) {
        storage = error.get().getCode();
      }
      Optional<RetryInfo> retry = unpack(detail, RetryInfo.class);
      if (retry.isPresent()) {
        retryAfter = Duration.ofMillis(Durations.toMillis(retry.get().getRetryDelay()));
      }
    }
    Code code = Code.forNumber(status.getCode());
    return new AppendFailure(
        code == null ? Code.UNKNOWN : code, storage, status.getMessage(), retryAfter);
  }

  static AppendFailure of(AppendStream.ConnectionException e) {
    Status status = StatusProto.fromThrowable(e.getCause());
    return status == null
        ? new AppendFailure(
            Code.UNKNOWN,
            StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED,
            String.valueOf(e.getMessage()),
            null)
        : of(status);
  }

  private static <T extends com.google.protobuf.Message> Optional<T> unpack(
      Any detail, Class<T> type) {
    try {
      return detail.is(type) ? Optional.of(detail.unpack(type)) : Optional.empty();
    } catch (InvalidProtocolBufferException _) {
      return Optional.empty();
    }
  }

  /** Whether the messages have a field that the server knows no column for. */
  boolean isExtraField() {
    return storage == StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS;
  }

  /** Whether the server knows no such table or stream. */
  boolean isMissing() {
    return code == Code.NOT_FOUND || storage == StorageErrorCode.TABLE_NOT_FOUND;
  }

  /** The code and what the server said. */
  String said() {
    String own =
        storage == StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED ? "" : " (" + storage + ")";
    return code + own + (message.isBlank() ? "." : ": " + Messages.sentence(message));
  }
}
