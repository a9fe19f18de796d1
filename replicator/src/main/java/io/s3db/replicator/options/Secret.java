package io.s3db.replicator.options;

/** A text that never prints. */
public final class Secret {
  private final String value;

  /** Wraps a text. */
  public Secret(String value) {
    this.value = value;
  }

  /** The text itself: for the client that needs it, and for nothing that prints. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
