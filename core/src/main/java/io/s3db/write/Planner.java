package io.s3db.write;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.record.RecordCodec;
import io.s3db.record.Stamp;
import io.s3db.record.Unstamped;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.version.HybridClock;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of a decision what is sent: version, object, precondition, partition references. */
final class Planner {
  private final HybridClock clock;
  private final KnownVersions known;
  private final ObjectStore.Capabilities store;

  Planner(Workshop workshop) {
    this.clock = workshop.clock();
    this.known = workshop.known();
    this.store = workshop.store().capabilities();
  }

  /** Whether the store keeps all preconditions, so that several writers are safe. */
  boolean guarded() {
    return store.conditionalWrites() && store.conditionalDeletes();
  }

  Plan plan(
      RecordFormat format,
      String id,
      ObjectKey key,
      @Nullable Present found,
      Step step,
      Instant now) {
    Present present = found == null || found.dying() ? null : found;
    return switch (step) {
      case Step.Put put -> put(format, id, key, found, present, put, now);
      case Step.Remove remove when present != null -> remove(format, id, key, present, remove, now);
      case Step.Remove _, Step.Keep _ ->
          throw new IllegalStateException("there is nothing to do with " + key);
    };
  }

  private Plan put(
      RecordFormat format,
      String id,
      ObjectKey key,
      @Nullable Present found,
      @Nullable Present present,
      Step.Put put,
      Instant now) {
    Version version = put.version() == null ? next(key, found) : put.version();
    Present.Content content = beside(put.beside(), present);
    // What will be read, not what was asked for: a text may be cut to fit, an amount rounded.
    RecordCodec.Encoded encoded = format.codec().encodeWhole(id, put.fields(), limit());
    if (put.beside() instanceof Step.Beside.Set(Present.Content set)) {
      BesideRecord.checkTold(format, id, key, encoded, set);
    }
    NewObject object =
        sealed(
            format,
            id,
            encoded.record(),
            content,
            version,
            present == null ? null : present.version());
    Document stored = encoded.fields();
    return new Plan(
        format.name(),
        id,
        key,
        RecordWriter.operation(present, put),
        version,
        found,
        before(id, present),
        withId(id, stored),
        sealedBefore(format, id, present),
        format.codec().hasSecrets() ? withId(id, encoded.sealed()) : null,
        object,
        condition(found),
        content != null,
        references(format, id, present),
        format.partitions().of(id, stored),
        Overflow.size(format, encoded.record(), content != null),
        now);
  }

  private Plan remove(
      RecordFormat format,
      String id,
      ObjectKey key,
      Present present,
      Step.Remove remove,
      Instant now) {
    Version version = remove.version() == null ? present.version().tombstone() : remove.version();
    return new Plan(
        format.name(),
        id,
        key,
        Operation.DELETE,
        version,
        present,
        before(id, present),
        null,
        sealedBefore(format, id, present),
        null,
        guarded() ? null : dying(format, id, present, version),
        condition(present),
        false,
        references(format, id, present),
        List.of(),
        0,
        now);
  }

  private NewObject dying(RecordFormat format, String id, Present present, Version tombstone) {
    Document fields = present.fields() == null ? Document.of() : present.fields();
    Unstamped record = format.codec().encode(id, fields, limit());
    return Stamp.seal(record, tombstone, present.version());
  }

  private Version next(ObjectKey key, @Nullable Present found) {
    Version last = known.last(key);
    return clock.nextAfter(found != null && found.version().isAfter(last) ? found.version() : last);
  }

  private Precondition condition(@Nullable Present found) {
    if (!store.conditionalWrites()) {
      return Precondition.none();
    }
    return found == null ? Precondition.absent() : Precondition.matches(found.etag());
  }

  private int limit() {
    return store.metadataLimit();
  }

  private static Present.@Nullable Content beside(Step.Beside beside, @Nullable Present present) {
    return switch (beside) {
      case Step.Beside.Keep() -> present == null ? null : present.content();
      case Step.Beside.Set(Present.Content content) -> content;
      case Step.Beside.Nothing() -> null;
    };
  }

  /** The object to write, with the bytes an application put beside the record. */
  static NewObject sealed(
      RecordFormat format,
      String id,
      Unstamped record,
      Present.@Nullable Content content,
      Version version,
      @Nullable Version replaced) {
    return content == null
        ? Stamp.seal(record, version, replaced)
        : BesideRecord.seal(format, id, record, content, version, replaced);
  }

  private static List<ObjectKey> references(
      RecordFormat format, String id, @Nullable Present present) {
    if (present == null) {
      return List.of();
    }
    return present.fields() == null
        ? present.references()
        : format.partitions().tolerant(id, present.fields());
  }

  private static @Nullable Document before(String id, @Nullable Present present) {
    if (present == null) {
      return null;
    }
    Document unknown = present.unreadable() == null ? null : Document.of();
    Document fields = present.fields() == null ? unknown : present.fields();
    return fields == null ? null : withId(id, fields);
  }

  /** The record before with secrets as they are stored, if it has any. */
  private static @Nullable Document sealedBefore(
      RecordFormat format, String id, @Nullable Present present) {
    return present == null || present.sealed() == null || !format.codec().hasSecrets()
        ? null
        : withId(id, present.sealed());
  }

  /** The fields of a record with its id first. */
  static Document withId(String id, Document fields) {
    return fields.withFirst("id", id);
  }
}
