package io.s3db;

import io.s3db.partition.PartitionFailure;
import io.s3db.write.Change;
import io.s3db.write.Written;

/**
 * What the operations of one resource share.
 *
 * @param engine of the database
 * @param format of the resource
 * @param events its listeners
 * @param hooks its hooks
 * @param ids its new ids
 */
record ResourceParts(
    Engine engine, CurrentFormat format, ResourceEvents events, Hooks hooks, NewIds ids) {
  private static final long LIMIT = 2047;

  String name() {
    return format.now().name();
  }

  RecordListing listing() {
    engine.checkOpen();
    return new RecordListing(engine, format, events);
  }

  void count(String event, long count) {
    events.emit(ResourceEvent.counted(event, name(), count));
  }

  /** The one way of every write. */
  Written write(String id, Change change) {
    engine.checkOpen();
    Written written = format.with(now -> engine.writer().write(now, id, change));
    if (written.operation() != null) {
      String event =
          switch (written.operation()) {
            case INSERT -> "inserted";
            case UPDATE -> "updated";
            case DELETE -> "deleted";
          };
      events.emit(ResourceEvent.changed(event, name(), id, written.before(), written.after()));
      written.failures().forEach(failure -> report(id, failure));
      if (written.overflow() > 0) {
        exceeds(id, written);
      }
    }
    return written;
  }

  private void exceeds(String id, Written written) {
    Document details =
        Document.of(
            "operation",
            java.util.Objects.requireNonNull(written.operation()).word(),
            "totalSize",
            written.overflow(),
            "limit",
            LIMIT,
            "excess",
            written.overflow() - LIMIT);
    events.emit(
        new ResourceEvent(
            "exceedsLimit", name(), id, written.before(), written.after(), details, null));
  }

  void report(String id, PartitionFailure failure) {
    Document details = Document.of("key", failure.key().value(), "wanted", failure.wanted());
    events.emit(ResourceEvent.failed("partitionIndexError", name(), id, details, failure.cause()));
  }
}
