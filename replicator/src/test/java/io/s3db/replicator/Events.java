package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.JournalId;
import io.s3db.version.Version;
import java.time.Instant;

/** Changes for tests: numbered, one second apart. */
public final class Events {
  private static final JournalId JOURNAL = new JournalId("00000000000000aa");
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");

  private Events() {}

  public static ChangeEvent inserted(long sequence, String resource, Document after) {
    return new ChangeEvent.Inserted(
        id(sequence), resource, after.id(), version(sequence), at(sequence), after);
  }

  public static ChangeEvent updated(
      long sequence, String resource, Document before, Document after) {
    return new ChangeEvent.Updated(
        id(sequence), resource, after.id(), version(sequence), at(sequence), before, after);
  }

  public static ChangeEvent deleted(long sequence, String resource, Document before) {
    return new ChangeEvent.Deleted(
        id(sequence), resource, before.id(), version(sequence).tombstone(), at(sequence), before);
  }

  public static EventId id(long sequence) {
    return new EventId(JOURNAL, 1, sequence);
  }

  public static Version version(long sequence) {
    return new Version(sequence << 16, 7, false);
  }

  public static Instant at(long sequence) {
    return START.plusSeconds(sequence);
  }
}
