package io.s3db.replicator;

/** A listener that was added, and can be taken away again. */
public interface Subscription extends AutoCloseable {
  /** How many events were dropped because the listener was too slow. */
  long dropped();

  /** Takes the listener away. Idempotent. */
  @Override
  void close();
}
