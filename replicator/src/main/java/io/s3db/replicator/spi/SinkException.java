package io.s3db.replicator.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write that failed as a whole. Which class it is decides what happens next; nothing is lost by
 * any.
 *
 * <p>Messages say what was attempted and what the destination answered, and hold no secrets. Very
 * long ones are shortened.
 */
public abstract sealed class SinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private SinkException(String message, @Nullable Throwable cause) {
    super(ErrorText.bounded(message), cause);
  }

  /**
   * The destination cannot take it now, or nobody knows whether it did: refused, reset, time-out,
   * 5xx, throttled, failover, deadlock. The same batch is sent again, with the same ids, for as
   * long as it takes.
   */
  public static final class Unavailable extends SinkException {
    private static final long serialVersionUID = 1L;
    private final @Nullable Duration retryAfter;
    // Only threads of this process throw and catch it: it is never written anywhere.
    private final transient Set<DeliveryId> delivered;

    /**
     * Makes one.
     *
     * @param retryAfter if the destination said how long to wait
     * @param delivered those of the batch that are durable at the destination, and need not come
     *     again
     */
    public Unavailable(
        String message,
        @Nullable Throwable cause,
        @Nullable Duration retryAfter,
        Set<DeliveryId> delivered) {
      super(message, cause);
      this.retryAfter = retryAfter;
      this.delivered = Set.copyOf(delivered);
    }

    /** Makes one; {@code retryAfter} if the destination said how long to wait. */
    public Unavailable(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
      this(message, cause, retryAfter, Set.of());
    }

    /** Makes one. */
    public Unavailable(String message, @Nullable Throwable cause) {
      this(message, cause, null);
    }

    /** How long the destination asked to be left alone. */
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    /** Those of the batch that were delivered all the same: only the others come again. */
    public Set<DeliveryId> delivered() {
      return delivered;
    }
  }

  /**
   * The destination does not let us in: credentials, permissions. It pauses visibly and is probed.
   */
  public static final class Denied extends SinkException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public Denied(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * One target is missing or closed to us: a table, a queue. Its route pauses visibly and is
   * probed.
   */
  public static final class TargetDenied extends SinkException {
    private static final long serialVersionUID = 1L;
    private final String target;

    /** Makes one. */
    public TargetDenied(String target, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.target = target;
    }

    /** Which target. */
    public String target() {
      return target;
    }
  }

  /** The destination is gone for good (410). It is disabled until somebody enables it again. */
  public static final class Gone extends SinkException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public Gone(String message) {
      super(message, null);
    }
  }

  /**
   * The batch was refused because of at least one of its records, and the destination does not say
   * which. The lane halves the batch until it knows. Nothing of the batch took effect.
   */
  public static final class BatchRefused extends SinkException {
    private static final long serialVersionUID = 1L;
    private final Rejection.Kind kind;
    private final String code;

    /** Makes one, with the kind and code a {@link Rejection} of the guilty record will have. */
    public BatchRefused(
        Rejection.Kind kind, String code, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.kind = kind;
      this.code = code;
    }

    /** The kind of refusal. */
    public Rejection.Kind kind() {
      return kind;
    }

    /** The destination's code. */
    public String code() {
      return code;
    }
  }
}
