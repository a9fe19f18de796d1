package io.s3db;

/** An insert whose id is taken; nothing was written. The code is {@code RECORD_EXISTS}. */
public final class RecordExistsException extends S3dbException {
  private static final long serialVersionUID = 1L;

  /** Names the record that is there. */
  public RecordExistsException(String resource, String id) {
    super(
        "RECORD_EXISTS",
        "Cannot insert record '" + id + "' of '" + resource + "': the id is taken.",
        "Use update or upsert, or another id.");
  }
}
