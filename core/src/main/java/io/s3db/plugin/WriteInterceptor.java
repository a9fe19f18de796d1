package io.s3db.plugin;

/**
 * The one choke point below every write of a record: insert, update, patch, replace, upsert, delete
 * and all their bulk forms pass through it, below the events users see and independent of them.
 *
 * <p>The order of calls for one write:
 *
 * <pre>
 *   scope = enter(resource, id)      the key belongs to this writer
 *     [the record is read]
 *     scope.intend(write)            durable before the store is asked
 *     [the store is asked]
 *     scope.applied() | failed() | unknown()
 *     [after failed(): perhaps read again, and intend again]
 *   scope.close()
 * </pre>
 */
public interface WriteInterceptor {
  /**
   * Waits until no other write of this key is under way in this process, and takes the key.
   *
   * <p>An insert whose key is in doubt because of an earlier insert is let in: it settles the
   * doubt.
   *
   * @throws io.s3db.S3dbException if writes are refused; nothing was sent to the store
   */
  WriteScope enter(String resource, String id, boolean insert);

  /** One write of one key, from before it is read until its fate is known. Used by one thread. */
  interface WriteScope extends AutoCloseable {
    /**
     * Records what is about to happen, as durably as was configured. Only then the store is asked.
     *
     * @throws io.s3db.S3dbException if it cannot be recorded; the store must not be asked
     */
    void intend(PendingWrite write);

    /** The store acknowledged the intended write. Does not wait for anything. */
    void applied();

    /** The intended write certainly did not happen. */
    void failed();

    /**
     * Nobody knows whether the intended write happened. The key stays taken until somebody finds
     * out.
     */
    void unknown();

    /** Gives the key back, unless its write is in doubt. */
    @Override
    void close();
  }
}
