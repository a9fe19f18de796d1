package io.s3db.replicator.journal;

/**
 * The name of a change, given to it with its intent and never changed: every repetition carries it.
 *
 * @param journal the journal that recorded the change
 * @param run how often that journal had been opened
 * @param sequence counts the intents of a run, from 1
 */
public record EventId(JournalId journal, int run, long sequence) {
  /** Reads {@code JOURNAL-RUN-SEQUENCE}. */
  public static EventId parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not an event id: '" + text + "'");
    }
    return new EventId(
        new JournalId(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  @Override
  public String toString() {
    return journal + "-" + run + "-" + sequence;
  }
}
