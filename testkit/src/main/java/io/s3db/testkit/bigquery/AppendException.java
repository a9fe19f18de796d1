package io.s3db.testkit.bigquery;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;

/** A request that the Storage Write API refuses as a whole. */
final class AppendException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  AppendException(Status status) {
    super(status.getMessage(), null, false, false);
    this.status = status;
  }

  static AppendException invalid(String message) {
    return new AppendException(
        Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).setMessage(message).build());
  }

  static AppendException notFound(String table) {
    return new AppendException(
        Status.newBuilder()
            .setCode(Code.NOT_FOUND_VALUE)
            .setMessage("Requested entity was not found. Table " + table)
            .build());
  }

  static AppendException extraField(String field) {
    String message =
        "Input schema has more fields than BigQuery schema, extra fields: '" + field + "'";
    StorageError error =
        StorageError.newBuilder()
            .setCode(StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS)
            .setErrorMessage(message)
            .build();
    return new AppendException(
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage(message)
            .addDetails(Any.pack(error))
            .build());
  }

  Status status() {
    return status;
  }
}
