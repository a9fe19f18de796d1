package io.s3db.testkit.journal;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.ChangeEvent.Deleted;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.ChangeEvent.Updated;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Snapshot;
import io.s3db.replicator.journal.Snapshot.Recipient;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.time.Instant;

/** Writes to record in tests: each number gives another one, always the same. */
public final class Writes {
  private static final Instant TIME = Instant.parse("2026-03-01T10:15:30.123456789Z");

  private Writes() {}

  /** An update of a record. */
  public static PendingWrite update(String id, int number) {
    return new PendingWrite(
        "orders",
        id,
        Operation.UPDATE,
        version(number),
        version(number - 1),
        new ETag("tag-" + (number - 1)),
        document(id, number - 1),
        document(id, number),
        TIME.plusSeconds(number));
  }

  /** An insert of a record. */
  public static PendingWrite insert(String id, int number) {
    return new PendingWrite(
        "orders",
        id,
        Operation.INSERT,
        version(number),
        Version.NONE,
        null,
        null,
        document(id, number),
        TIME.plusSeconds(number));
  }

  /** A delete of a record. */
  public static PendingWrite delete(String id, int number) {
    return new PendingWrite(
        "orders",
        id,
        Operation.DELETE,
        version(number).tombstone(),
        version(number),
        new ETag("tag-" + number),
        document(id, number),
        null,
        TIME.plusSeconds(number));
  }

  /** A copy of a record for all mappings of a destination. */
  public static Snapshot snapshot(String id, int number, String destination) {
    return new Snapshot(
        new Recipient(destination, Recipient.ALL),
        new Inserted(
            EventId.ofSnapshot("sync", "orders", id),
            "orders",
            id,
            version(number),
            TIME.plusSeconds(number),
            document(id, number)));
  }

  /** The removal of a row of one mapping of a destination. */
  public static Snapshot removal(String id, int number, String destination, int mapping) {
    return new Snapshot(
        new Recipient(destination, mapping),
        new Deleted(
            EventId.ofSnapshot("sync", "orders", id),
            "orders",
            id,
            version(number).tombstone(),
            TIME.plusSeconds(number),
            Document.of("id", id)));
  }

  /** A change that another program made: an update, or a delete. */
  public static Snapshot foreign(String id, int number, boolean delete) {
    Version version = delete ? version(number).tombstone() : version(number);
    EventId event = EventId.ofForeign("orders", id, version);
    Instant at = TIME.plusSeconds(number);
    return Snapshot.foreign(
        delete
            ? new Deleted(event, "orders", id, version, at, null)
            : new Updated(event, "orders", id, version, at, null, document(id, number)));
  }

  /** The version of a number. */
  public static Version version(int number) {
    return new Version(number + 1_000L, 0x8000_0000_0000_0007L, false);
  }

  private static Document document(String id, int number) {
    return Document.of(
        "id", id, "number", number, "text", "x".repeat(Math.floorMod(number, 7) * 20));
  }
}
