package io.s3db;

/**
 * A record whose object cannot be understood; the object was not touched. The code is {@code
 * RECORD_UNREADABLE}.
 */
public final class UnreadableRecordException extends S3dbException {
  private static final long serialVersionUID = 1L;

  private final String id;

  /** Names the record, the key of its object, and why it cannot be read. */
  public UnreadableRecordException(String resource, String id, String key, Throwable cause) {
    super(
        "RECORD_UNREADABLE",
        "Cannot read record '"
            + id
            + "' of '"
            + resource
            + "' (object '"
            + key
            + "'): "
            + cause.getMessage(),
        "Look at the object; the other records are not affected.",
        cause);
    this.id = id;
  }

  /** The id of the record. */
  public String id() {
    return id;
  }
}
