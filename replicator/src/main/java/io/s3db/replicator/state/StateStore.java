package io.s3db.replicator.state;

import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin must remember, apart from changes: small, looked up, changed. Safe for many
 * threads.
 */
public interface StateStore extends AutoCloseable {
  /**
   * Makes all changes durable in one transaction, or none.
   *
   * @throws io.s3db.replicator.journal.JournalException if they could not be saved; the store is
   *     not usable any more
   */
  void apply(List<StateChange> changes);

  /** The positions of a stream, one per partition; nothing if it is new. */
  Optional<List<Position>> checkpoint(StreamId stream);

  /** The streams that have checkpoints. */
  Set<StreamId> streams();

  /** Parked changes of a stream, in the order in which they must be delivered. */
  List<ParkedChange> parked(StreamId stream);

  /** A dead letter. */
  Optional<DeadLetter> deadLetter(String replicator, DeliveryId id);

  /** Dead letters of a destination with a status, oldest first. */
  List<DeadLetter> deadLetters(String replicator, DeadLetter.Status status, int limit);

  /**
   * As {@link #deadLetters(String, DeadLetter.Status, int)}, page by page.
   *
   * @param resource only of this resource; empty for all
   * @param after the last one of the page before; null for the first page
   */
  default List<DeadLetter> deadLetters(
      String replicator,
      DeadLetter.Status status,
      String resource,
      @Nullable DeliveryId after,
      int limit) {
    return deadLetters(replicator, status, Integer.MAX_VALUE).stream()
        .dropWhile(each -> after != null && !each.id().equals(after))
        .skip(after == null ? 0 : 1)
        .filter(each -> resource.isEmpty() || each.event().resource().equals(resource))
        .limit(limit)
        .toList();
  }

  /**
   * Dead letters of one record at one destination that are still {@link DeadLetter.Status#DEAD}.
   */
  List<DeadLetter> deadLettersOf(String replicator, String resource, String recordId);

  /** The key of the row of a source record, where it is not the record's id. */
  Optional<Key> mappedKey(String replicator, String target, String resource, String recordId);

  /**
   * Keys under which rows of a source record may be, beside the one that is known: deliveries under
   * them were refused, but an earlier attempt may have been carried out.
   */
  Set<Key> suspectKeys(String replicator, String target, String resource, String recordId);

  /** The targets of a destination for which there are suspect keys. */
  Set<String> suspectTargets(String replicator);

  /** The targets of a destination for which keys are remembered. */
  Set<String> mappedTargets(String replicator);

  /** How many dead letters of a destination have a status. */
  long deadLetterCount(String replicator, DeadLetter.Status status);

  /** How many changes of a destination are parked. */
  long parkedCount(String replicator);

  /** The fields with which rows were ever written on a way from a resource to a target. */
  Set<String> fieldsWritten(String replicator, String route);

  /** Entries of the replication log that are not in its resource yet, oldest first. */
  List<PendingLog> pendingLog(int limit);

  /**
   * Entries of the replication log about failed rounds of a destination whose changes have not been
   * delivered since and are no dead letters, oldest first.
   */
  List<LogEntry> openLog(String replicator);

  /** The counters of a destination. */
  Map<String, Long> counters(String replicator);

  /** A small text kept under a name. */
  Optional<String> note(String name);

  /** Keeps a small text under a name, durably. */
  void note(String name, String text);

  /**
   * An entry that waits to be written to the log resource.
   *
   * @param revision grows with each change of the entry
   */
  record PendingLog(LogEntry entry, long revision) {}

  /** Closes the file. Idempotent. */
  @Override
  void close();
}
