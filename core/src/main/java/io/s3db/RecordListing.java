package io.s3db;

import io.s3db.store.ObjectKey;
import io.s3db.write.Present;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads records of one resource. */
final class RecordListing {
  private final Engine engine;
  private final CurrentFormat format;
  private final ResourceEvents events;

  RecordListing(Engine engine, CurrentFormat format, ResourceEvents events) {
    this.engine = engine;
    this.format = format;
    this.events = events;
  }

  /**
   * A key that was listed.
   *
   * @param id of the record
   * @param reference the partition reference through which it was found, or null
   */
  record Listed(String id, @Nullable ObjectKey reference) {
    static Listed of(String key, boolean reference) {
      String id = key.substring(key.lastIndexOf("/id=") + "/id=".length());
      return new Listed(id, reference ? ObjectKey.of(key) : null);
    }
  }

  Optional<Document> find(String id) {
    return present(id).map(present -> document(id, present));
  }

  Optional<Present> present(String id) {
    return format
        .with(now -> engine.reader().readFields(now, id))
        .filter(present -> !present.dying());
  }

  private static Document document(String id, Present present) {
    return Document.of("id", id).with(present.read()).with("id", id);
  }

  /** The first characters of the keys of records, or of a partition's references. */
  String prefix(@Nullable String partition, Document values) {
    return partition == null
        ? format.now().keyPrefix()
        : format.now().partitions().prefix(partition, values);
  }

  /** The keys of a listing; of a partition, its references. */
  Iterator<Listed> keys(ListOptions options, long limit) {
    String prefix = prefix(options.partitionName(), options.values());
    KeyWalk keys = new KeyWalk(engine.store(), prefix, options.offset(), limit);
    boolean references = options.partitionName() != null;
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return keys.hasNext();
      }

      @Override
      public Listed next() {
        return Listed.of(keys.next(), references);
      }
    };
  }

  /** The records of a listing; those deleted since they were listed are left out. */
  Stream<Document> records(ListOptions options) {
    // A stale reference gives no record: only then more keys may be needed than records.
    long keys = options.partitionName() == null ? options.limit() : Long.MAX_VALUE;
    return read(keys(options, keys), options.unreadable()).limit(options.limit());
  }

  /** The records of these ids, in order; missing ones are left out. */
  Stream<Document> ofIds(List<String> ids) {
    return read(ids.stream().map(id -> new Listed(id, null)).iterator(), null);
  }

  /** The records of these keys, in order, without missing ones and those of stale references. */
  Stream<Document> read(
      Iterator<Listed> keys, @Nullable Consumer<UnreadableRecordException> unreadable) {
    return engine.reads().each(keys, this::readable).flatMap(result -> result.open(unreadable));
  }

  private Result readable(Listed listed) {
    try {
      Document record =
          find(listed.id).filter(each -> belongs(each, listed.reference)).orElse(null);
      return new Result(record, null);
    } catch (UnreadableRecordException e) {
      events.emit(ResourceEvent.failed("error", format.now().name(), listed.id, Document.of(), e));
      return new Result(null, e);
    }
  }

  /** Whether a reference is one that the record should have. */
  boolean belongs(Document record, @Nullable ObjectKey reference) {
    return reference == null
        || format.now().partitions().tolerant(record.id(), record).contains(reference);
  }

  /** A record, a record that is gone, or one that cannot be read. */
  private record Result(@Nullable Document record, @Nullable UnreadableRecordException failure) {
    Stream<Document> open(@Nullable Consumer<UnreadableRecordException> unreadable) {
      if (failure == null) {
        return Stream.ofNullable(record);
      }
      if (unreadable == null) {
        throw failure;
      }
      unreadable.accept(failure);
      return Stream.empty();
    }
  }
}
