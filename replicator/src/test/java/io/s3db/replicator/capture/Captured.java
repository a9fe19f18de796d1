package io.s3db.replicator.capture;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.time.Instant;

/** Writes of a record, numbered. */
final class Captured {
  private static final Instant TIME = Instant.parse("2026-03-01T10:15:30Z");

  private Captured() {}

  static Version version(int number) {
    return new Version(number, 7, false);
  }

  static ETag tag(int number) {
    return new ETag("tag-" + number);
  }

  static PendingWrite insert(String id, int number) {
    return new PendingWrite(
        "orders",
        id,
        Operation.INSERT,
        version(number),
        Version.NONE,
        null,
        null,
        Document.of("id", id, "number", number),
        TIME);
  }

  /** Replaces the version before. */
  static PendingWrite update(String id, int number) {
    return new PendingWrite(
        "orders",
        id,
        Operation.UPDATE,
        version(number),
        version(number - 1),
        tag(number - 1),
        Document.of("id", id, "number", number - 1),
        Document.of("id", id, "number", number),
        TIME);
  }

  static PendingWrite delete(String id, int number) {
    return new PendingWrite(
        "orders",
        id,
        Operation.DELETE,
        version(number).tombstone(),
        version(number),
        tag(number),
        Document.of("id", id, "number", number),
        null,
        TIME);
  }
}
