package io.s3db;

import io.s3db.store.ObjectKey;
import io.s3db.write.Present;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists and reads the records of one resource. */
final class RecordListing {
  private final Engine engine;
  private final CurrentFormat format;
  private final ResourceEvents events;

  RecordListing(Engine engine, CurrentFormat format, ResourceEvents events) {
    this.engine = engine;
    this.format = format;
    this.events = events;
  }

  Optional<Document> find(String id) {
    return format
        .with(now -> engine.reader().read(now, id))
        .filter(present -> !present.dying())
        .map(present -> document(id, present));
  }

  private static Document document(String id, Present present) {
    return Document.of("id", id).with(present.read()).with("id", id);
  }

  /** The ids of a listing; of a partition, those its references name. */
  Iterator<String> ids(ListOptions options, long limit) {
    String prefix =
        options
            .partition()
            .map(name -> format.now().partitions().prefix(name, options.values()))
            .orElse(format.now().keyPrefix());
    KeyWalk keys = new KeyWalk(engine.store(), prefix, limit);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return keys.hasNext();
      }

      @Override
      public String next() {
        String key = keys.next();
        return key.substring(key.lastIndexOf("/id=") + "/id=".length());
      }
    };
  }

  /** The records of a listing; those deleted since they were listed are left out. */
  Stream<Document> records(ListOptions options) {
    String reference =
        options
            .partition()
            .map(name -> format.now().partitions().prefix(name, options.values()))
            .orElse(null);
    // A stale reference gives no record: only then more ids may be needed than records.
    long ids = reference == null ? options.limit() : Long.MAX_VALUE;
    return read(ids(options, ids), options.unreadable())
        .filter(record -> reference == null || belongs(record, reference))
        .limit(options.limit());
  }

  /** The records of these ids, in order; missing ones are left out. */
  Stream<Document> read(
      Iterator<String> ids,
      java.util.function.@Nullable Consumer<UnreadableRecordException> unreadable) {
    return engine.reads().each(ids, this::readable).flatMap(result -> result.open(unreadable));
  }

  private Result readable(String id) {
    try {
      return new Result(find(id).orElse(null), null);
    } catch (UnreadableRecordException e) {
      events.emit(ResourceEvent.failed("error", format.now().name(), id, Document.of(), e));
      return new Result(null, e);
    }
  }

  private boolean belongs(Document record, String prefix) {
    List<ObjectKey> references = format.now().partitions().tolerant(record.id(), record);
    return references.contains(ObjectKey.of(prefix + "id=" + record.id()));
  }

  /** A record, a record that is gone, or one that cannot be read. */
  private record Result(@Nullable Document record, @Nullable UnreadableRecordException failure) {
    Stream<Document> open(
        java.util.function.@Nullable Consumer<UnreadableRecordException> unreadable) {
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
