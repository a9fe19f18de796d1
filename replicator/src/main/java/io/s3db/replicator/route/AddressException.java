package io.s3db.replicator.route;

/** A row whose key cannot be told: it is refused, like a record that the destination refuses. */
public final class AddressException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The code of the dead letter. */
  public static final String CODE = "KEY_MISSING";

  /** Makes one that names the field, the route and the remedy. */
  public AddressException(String message) {
    super(message);
  }
}
