package io.s3db.replicator.journal;

import org.jspecify.annotations.Nullable;

/**
 * What destinations are to be told without an intent: of a record that did not change just now,
 * because a sync copies it or a repair puts it right; or of a change that another program made.
 *
 * @param recipient the one destination it is for; null for all, of a change of another program
 * @param event the record as it is, as an insert; or a row that is to go, as a delete whose {@code
 *     before} holds the key of the row. Its id is one of {@link EventId#ofSnapshot}. Of another
 *     program, any change without {@code before}, and an id of {@link EventId#ofForeign}
 */
public record Snapshot(@Nullable Recipient recipient, ChangeEvent event) {
  /** Checks the kind of the event. */
  public Snapshot {
    boolean told = event.id().isSnapshot() && !(event instanceof ChangeEvent.Updated);
    boolean foreign = event.id().isForeign() && event.before() == null;
    if (recipient == null ? !foreign : !told) {
      throw new IllegalArgumentException("not to be told without an intent: " + event.id());
    }
  }

  /** A change that another program made, for all destinations. */
  public static Snapshot foreign(ChangeEvent event) {
    return new Snapshot(null, event);
  }

  /** Whether another program made the change. */
  boolean isForeign() {
    return recipient == null;
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
