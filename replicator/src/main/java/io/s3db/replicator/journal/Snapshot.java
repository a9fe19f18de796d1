package io.s3db.replicator.journal;

import org.jspecify.annotations.Nullable;

/**
 * What one destination is to be told of a record that did not change just now: a sync copies it, or
 * a repair puts it right.
 *
 * @param recipient whom it is for
 * @param event the record as it is, as an insert; or a row that is to go, as a delete whose {@code
 *     before} holds the key of the row. Its id is one of {@link EventId#ofSnapshot}
 */
public record Snapshot(Recipient recipient, ChangeEvent event) {
  /** Checks the kind of the event. */
  public Snapshot {
    if (!event.id().isSnapshot() || event instanceof ChangeEvent.Updated) {
      throw new IllegalArgumentException("not what a sync tells: " + event.id());
    }
  }

  /**
   * Whom a snapshot is for.
   *
   * @param destination the id of the destination
   * @param mapping the index of the one mapping of the resource, or {@link #ALL}
   */
  public record Recipient(String destination, int mapping) {
    /** All mappings of the resource at the destination. */
    public static final int ALL = -1;

    /** Whether a mapping of a destination is to be told of what is for a recipient, or for all. */
    static boolean includes(@Nullable Recipient recipient, String destination, int mapping) {
      return recipient == null
          || (recipient.destination().equals(destination)
              && (recipient.mapping() == mapping || recipient.mapping() == ALL));
    }
  }
}
