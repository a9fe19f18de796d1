package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.JournalId;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of rows as a transform may have made them, with versions of the test's choice.
 *
 * @param target the table
 * @param key what the sink answered
 */
record Changes(String target, KeyFields key) {
  private static final AtomicLong SEQUENCE = new AtomicLong();
  private static final Instant AT = Instant.parse("2025-10-18T10:30:00Z");

  static Version version(long number) {
    return new Version(number << 16, 7, false);
  }

  /** The row of record {@code r-N} as of a version. */
  Delivery upsert(String recordId, long version, Document row) {
    return delivery(Operation.UPDATE, recordId, version(version), keyOf(recordId, row), null, row);
  }

  Delivery moved(String recordId, long version, Document from, Document to) {
    return delivery(
        Operation.UPDATE,
        recordId,
        version(version),
        keyOf(recordId, to),
        keyOf(recordId, from),
        to);
  }

  Delivery delete(String recordId, long version, Document row) {
    return delivery(
        Operation.DELETE, recordId, version(version).tombstone(), keyOf(recordId, row), null, null);
  }

  private Key keyOf(String recordId, Document row) {
    Document.Builder fields = Document.builder();
    key.names().forEach(name -> fields.put(name, key.fromRecordId() ? recordId : row.get(name)));
    return new Key(fields.build());
  }

  private Delivery delivery(
      Operation operation,
      String recordId,
      Version version,
      Key rowKey,
      @Nullable Key replaced,
      @Nullable Document row) {
    return new Delivery(
        new DeliveryId(
            new EventId(new JournalId("5eed5eed5eed5eed"), 1, SEQUENCE.incrementAndGet()), 0),
        target,
        "orders",
        recordId,
        operation,
        version,
        AT,
        rowKey,
        replaced == null ? Set.of() : Set.of(replaced),
        null,
        row);
  }
}
