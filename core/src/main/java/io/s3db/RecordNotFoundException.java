package io.s3db;

/** There is no record of the id that was asked for. The code is {@code RECORD_NOT_FOUND}. */
public final class RecordNotFoundException extends S3dbException {
  private static final long serialVersionUID = 1L;

  /** Says what was attempted ({@code update}) on which record. */
  public RecordNotFoundException(String attempt, String resource, String id) {
    super(
        "RECORD_NOT_FOUND",
        "Cannot " + attempt + " record '" + id + "' of '" + resource + "': there is none.",
        null);
  }
}
