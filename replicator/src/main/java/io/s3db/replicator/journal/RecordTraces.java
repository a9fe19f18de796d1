package io.s3db.replicator.journal;

import io.s3db.replicator.journal.Snapshot.Recipient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journal holds of one record.
 *
 * @param traces in the order in which they were recorded
 * @param lookedFrom where the search began
 * @param end of the journal at that time
 * @param whole whether the search began where the journal begins
 */
public record RecordTraces(List<Trace> traces, Position lookedFrom, Position end, boolean whole) {
  /** Copies the traces. */
  public RecordTraces {
    traces = List.copyOf(traces);
  }

  /**
   * One change, or one that was intended.
   *
   * @param position of the change, which is that of its outcome; of the intent if it has none
   * @param kind what is known of it
   * @param event the change it is, or would be
   * @param recipient the one destination it is for, or null if it is for all
   */
  public record Trace(
      Position position, Kind kind, ChangeEvent event, @Nullable Recipient recipient) {
    /** Whether a mapping of a destination is to be told. */
    public boolean isFor(String destination, int mapping) {
      return Recipient.includes(recipient, destination, mapping);
    }
  }

  /** What is known of an intent. */
  public enum Kind {
    /** It took effect, or a sync tells of it. */
    APPLIED,
    /** It certainly did not take effect. */
    VOID,
    /** It has no outcome yet. */
    OPEN
  }
}
