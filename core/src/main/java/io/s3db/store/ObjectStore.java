package io.s3db.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flat, ordered map from keys to objects with metadata: a bucket, a directory, or memory.
 *
 * <p>What every store promises, and the published contract test checks:
 *
 * <ul>
 *   <li>A read that starts after a write was acknowledged sees that write or a later one.
 *   <li>A write happens entirely or not at all; a reader never sees half of one.
 *   <li>Of any number of racing writes with the same precondition, exactly one is {@link
 *       PutOutcome.Written}.
 *   <li>Listings are in the byte order of UTF-8 keys. A listing that spans several pages is not a
 *       snapshot: keys written meanwhile may or may not appear.
 *   <li>A missing object and a lost precondition answer at once; they are values, not failures.
 * </ul>
 *
 * <p>{@link #put} and {@link #delete} ask the store exactly once. If it is not certain whether the
 * request took effect (time-out, reset, 5xx, 409), they throw {@link
 * io.s3db.OutcomeUnknownException}; a {@link StoreException} means that it certainly did not. Reads
 * may be repeated by the store itself and throw only {@link StoreException}. An interrupt ends a
 * blocked call in the same way and leaves the thread's interrupt flag set.
 *
 * <p>Instances are safe for use by many threads.
 */
public interface ObjectStore extends AutoCloseable {
  /** Names the store in messages: its address without credentials. */
  String describe();

  /** What this store can do; remote stores find out by asking, once. */
  Capabilities capabilities();

  /** The most bytes of a body that {@link #open} gives in memory: 1 MiB. */
  int HELD_BYTES = 1 << 20;

  /** The object, with its body in memory. */
  Optional<StoredObject> get(ObjectKey key);

  /**
   * The object, with a body to be read from a stream; a small one may be in memory. What is read is
   * the state that the head tells of, to the end, whatever is written meanwhile. A transfer that
   * breaks off is an {@link java.io.IOException} of the stream, never its end.
   */
  default Optional<OpenObject> open(ObjectKey key) {
    return get(key).map(OpenObject::of);
  }

  /** The object without its body. */
  Optional<ObjectHead> head(ObjectKey key);

  /** Writes the object if the precondition holds. */
  PutOutcome put(ObjectKey key, NewObject object, Precondition precondition);

  /** Removes the object if the precondition holds ({@link Precondition.Absent} is not allowed). */
  DeleteOutcome delete(ObjectKey key, Precondition precondition);

  /**
   * Lists objects whose key starts with {@code prefix}, as text.
   *
   * @param prefix the first characters of the key; empty for all
   * @param after the key after which the page starts, or null for the first page; it need not exist
   * @param limit the most entries wanted, from 1; a store may return fewer, and then says {@link
   *     ListPage#more}
   */
  ListPage list(String prefix, @Nullable String after, int limit);

  /**
   * As {@link #list}, but the keys alone: a store that keeps the rest elsewhere need not look it
   * up.
   */
  default KeyPage keys(String prefix, @Nullable String after, int limit) {
    ListPage page = list(prefix, after, limit);
    return new KeyPage(
        page.entries().stream().map(entry -> entry.key().value()).toList(), page.more());
  }

  /** Releases connections and files. Idempotent. */
  @Override
  void close();

  /**
   * What a store can do.
   *
   * @param conditionalWrites preconditions of {@link #put} are kept
   * @param conditionalDeletes the precondition of {@link #delete} is kept
   * @param etagCoversMetadata a change of metadata alone changes the ETag
   * @param metadataLimit the most bytes of metadata names and values, or {@link Integer#MAX_VALUE}
   */
  record Capabilities(
      boolean conditionalWrites,
      boolean conditionalDeletes,
      boolean etagCoversMetadata,
      int metadataLimit) {}
}
