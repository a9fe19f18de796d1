package io.s3db.write;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a write, ready to be sent.
 *
 * @param resource the resource's name
 * @param id of the record
 * @param key of the object
 * @param operation what it does
 * @param version the record will have
 * @param found what the attempt starts from, null for nothing; perhaps the rest of a delete
 * @param before the record with its id, null if there was none or it was not read
 * @param after the record with its id, null on delete
 * @param sealedBefore {@code before} with secrets as they are stored; null if it has none
 * @param sealedAfter {@code after} with secrets as they are stored; null if it has none
 * @param object to put; on delete the record with the tombstone, null where that is not needed
 * @param condition of the put or the delete
 * @param content whether the body holds bytes of the application
 * @param referencesBefore keys of partition references now
 * @param referencesAfter keys of partition references then
 * @param overflow how many bytes the fields are, if they moved to the body under user-managed; else
 *     0
 * @param now the time of the change
 */
record Plan(
    String resource,
    String id,
    ObjectKey key,
    Operation operation,
    Version version,
    @Nullable Present found,
    @Nullable Document before,
    @Nullable Document after,
    @Nullable Document sealedBefore,
    @Nullable Document sealedAfter,
    @Nullable NewObject object,
    Precondition condition,
    boolean content,
    List<ObjectKey> referencesBefore,
    List<ObjectKey> referencesAfter,
    long overflow,
    Instant now) {
  /** What plugins are shown: secrets stay closed. */
  PendingWrite pending() {
    boolean insert = operation == Operation.INSERT;
    return new PendingWrite(
        resource,
        id,
        operation,
        version,
        insert || found == null ? Version.NONE : found.version(),
        insert || found == null ? null : found.etag(),
        sealedBefore == null ? before : sealedBefore,
        sealedAfter == null ? after : sealedAfter,
        changedAt());
  }

  /** That of the version, so that whoever reads the record later can tell it too. */
  private Instant changedAt() {
    return operation == Operation.DELETE ? now : Instant.ofEpochMilli(version.millis());
  }
}
