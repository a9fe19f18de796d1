package io.s3db.testkit.sink;

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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes deliveries for one target as a lane would: each with an id of its own and a version above
 * all made before.
 *
 * <p>It remembers the last row of every record, so that an update carries {@code before} and a
 * delete carries the last row and the tombstone of its version. Safe for many threads.
 */
public final class DeliveryFixtures {
  /** When the first delivery was changed; each later one is a millisecond later. */
  public static final Instant START = Instant.parse("2025-10-18T10:30:00Z");

  private static final JournalId JOURNAL = new JournalId("5eed5eed5eed5eed");
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final String target;
  private final KeyFields key;
  private final boolean mirror;
  private final Map<String, Delivery> last = new ConcurrentHashMap<>();

  /**
   * Deliveries for a target.
   *
   * @param key what {@code Sink.prepare} answered
   * @param mirror whether a delete carries no row, as mirrors get it, or the last one
   */
  public DeliveryFixtures(String target, KeyFields key, boolean mirror) {
    this.target = target;
    this.key = key;
    this.mirror = mirror;
  }

  /** A version; a larger number, a later version. Those of deliveries are numbered from 1. */
  public static Version version(long number) {
    return new Version((START.toEpochMilli() + number) << 16, 7, false);
  }

  /** A record was inserted; its id is the row's {@code id}. */
  public Delivery insert(Document row) {
    return remember(delivery(Operation.INSERT, row.id(), row, null, null));
  }

  /** A record was updated; {@code before} is its last row here, null if there was none. */
  public Delivery update(Document row) {
    Delivery previous = last.get(row.id());
    return remember(
        delivery(Operation.UPDATE, row.id(), row, null, previous == null ? null : previous.data()));
  }

  /** A record was updated such that its row moves from one key to another. */
  public Delivery move(String recordId, Document from, Document to) {
    Delivery moved = delivery(Operation.UPDATE, recordId, to, keyOf(recordId, from), from);
    return remember(moved);
  }

  /**
   * A record was deleted: the tombstone of its last version here, of a new one if there is none.
   */
  public Delivery delete(String id) {
    Delivery previous = last.get(id);
    Document row = previous == null ? Document.of("id", id) : rowOf(previous);
    Delivery deleted = delivery(Operation.DELETE, id, row, null, null);
    Version version = previous == null ? deleted.version() : previous.version();
    return remember(at(deleted, version.tombstone()));
  }

  /** The same delivery, but it removes the rows of these records as well. */
  public Delivery replacing(Delivery delivery, String... ids) {
    Set<Key> replaced = new LinkedHashSet<>();
    for (String id : ids) {
      Delivery other = last.get(id);
      replaced.add(other == null ? keyOf(id, Document.of("id", id)) : other.key());
    }
    Version version = version(SEQUENCE.incrementAndGet());
    return new Delivery(
        delivery.id(),
        delivery.target(),
        delivery.resource(),
        delivery.recordId(),
        delivery.operation(),
        delivery.removes() ? version.tombstone() : version,
        delivery.changedAt(),
        delivery.key(),
        replaced,
        delivery.before(),
        delivery.data());
  }

  /** The same delivery with another version: an older one is stale. */
  public static Delivery at(Delivery delivery, Version version) {
    return new Delivery(
        delivery.id(),
        delivery.target(),
        delivery.resource(),
        delivery.recordId(),
        delivery.operation(),
        version,
        delivery.changedAt(),
        delivery.key(),
        delivery.replacedKeys(),
        delivery.before(),
        delivery.data());
  }

  /** The key of a row. */
  public Key keyOf(Document row) {
    return keyOf(row.text("id"), row);
  }

  private Key keyOf(String recordId, Document row) {
    Document.Builder fields = Document.builder();
    for (String name : key.names()) {
      fields.put(name, key.fromRecordId() ? recordId : row.get(name));
    }
    return new Key(fields.build());
  }

  /** The last delivery made for a record. */
  public Optional<Delivery> last(String recordId) {
    return Optional.ofNullable(last.get(recordId));
  }

  private static Document rowOf(Delivery delivery) {
    return delivery.data() == null ? delivery.key().fields() : delivery.data();
  }

  private Delivery remember(Delivery delivery) {
    last.put(delivery.recordId(), delivery);
    return delivery;
  }

  private Delivery delivery(
      Operation operation,
      String recordId,
      Document row,
      @Nullable Key replaced,
      @Nullable Document before) {
    long sequence = SEQUENCE.incrementAndGet();
    return new Delivery(
        new DeliveryId(new EventId(JOURNAL, 1, sequence), 0),
        target,
        target,
        recordId,
        operation,
        version(sequence),
        START.plusMillis(sequence),
        keyOf(recordId, row),
        replaced == null ? Set.of() : Set.of(replaced),
        before,
        mirror && operation == Operation.DELETE ? null : row);
  }
}
