package io.s3db;

import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The operations of a resource that write many records, each by a call of its own. */
final class ResourceBulk {
  private final ResourceParts parts;
  private final Resource resource;

  ResourceBulk(ResourceParts parts, Resource resource) {
    this.parts = parts;
    this.resource = resource;
  }

  BulkResult insertMany(Call.InsertMany call) {
    parts.engine().checkOpen();
    BulkResult result =
        Bulk.run(
            parts.engine().writes(),
            call.records(),
            ResourceBulk::givenId,
            resource::insert,
            call.progress());
    parts.count("inserted-many", result.succeeded().size());
    return result;
  }

  long insertAll(Call.InsertAll call) {
    parts.engine().checkOpen();
    AtomicInteger index = new AtomicInteger();
    long inserted = 0;
    long failed = 0;
    try (Stream<Document> records = call.records();
        Stream<Bulk.Fate> fates =
            parts
                .engine()
                .writes()
                .each(
                    records.map(each -> new Numbered(index.getAndIncrement(), each)).iterator(),
                    each ->
                        Bulk.attempt(
                            each.index, each.record, ResourceBulk::givenId, resource::insert))) {
      for (Iterator<Bulk.Fate> each = fates.iterator(); each.hasNext(); ) {
        Bulk.Fate fate = each.next();
        if (fate.failure() == null) {
          inserted++;
        } else {
          failed++;
          call.failed().accept(fate.failure());
        }
        call.progress().at(inserted, failed);
      }
    }
    parts.count("inserted-many", inserted);
    return inserted;
  }

  private record Numbered(int index, Document record) {}

  private static String givenId(Document record) {
    Object id = record.get("id");
    return id == null ? "" : id.toString();
  }

  BulkResult deleteMany(Call.DeleteMany call) {
    parts.engine().checkOpen();
    if (parts.hooks().anyBefore(HookPoint.DELETE_MANY)) {
      parts.hooks().before(HookPoint.DELETE_MANY, Document.of("ids", call.ids()));
    }
    BulkResult result =
        Bulk.run(
            parts.engine().writes(), call.ids(), id -> id, resource::delete, BulkProgress.NONE);
    parts.count("deleted-many", result.succeeded().size());
    if (parts.hooks().anyAfter(HookPoint.DELETE_MANY)) {
      parts
          .hooks()
          .afterWrite(
              HookPoint.DELETE_MANY,
              Document.of("deleted", result.succeeded().size(), "errors", result.failed().size()));
    }
    return result;
  }

  long deleteAll() {
    refuseParanoid("Deleting all records of");
    List<S3dbException> failures = new ArrayList<>();
    long deleted;
    Iterator<RecordListing.Listed> keys = parts.listing().keys(ListOptions.all(), Long.MAX_VALUE);
    try (Stream<Optional<S3dbException>> fates =
        parts.engine().writes().each(keys, key -> deleteOne(key.id()))) {
      deleted = fates.filter(fate -> fate.filter(e -> keep(failures, e)).isEmpty()).count();
    }
    parts.count("deleted-all", deleted);
    if (!failures.isEmpty()) {
      throw incomplete(deleted, failures);
    }
    return deleted;
  }

  private void refuseParanoid(String what) {
    if (parts.format().now().resource().definition().paranoid()) {
      throw new S3dbException(
          "RESOURCE_PARANOID",
          "%s '%s' is refused, because it is paranoid.".formatted(what, parts.name()),
          "Declare it with paranoid(false) first.");
    }
  }

  private Optional<S3dbException> deleteOne(String id) {
    try {
      resource.delete(id);
      return Optional.empty();
    } catch (S3dbException e) {
      return Optional.of(e);
    }
  }

  /** A record that somebody else deleted meanwhile is gone as well, but we did not delete it. */
  private static boolean keep(List<S3dbException> failures, S3dbException failure) {
    if (!(failure instanceof RecordNotFoundException)) {
      failures.add(failure);
    }
    return true;
  }

  private S3dbException incomplete(long deleted, List<S3dbException> failures) {
    S3dbException incomplete =
        new S3dbException(
            "DELETE_INCOMPLETE",
            String.format(
                Locale.ROOT,
                "Of the records of '%s', %d were deleted and %d were not; the first: %s",
                parts.name(),
                deleted,
                failures.size(),
                failures.getFirst().getMessage()),
            null,
            failures.getFirst());
    failures.stream().skip(1).limit(10).forEach(incomplete::addSuppressed);
    return incomplete;
  }

  /** The records by deletes of their own, then everything else below the resource's name. */
  long deleteAllData() {
    refuseParanoid("Deleting all data of");
    long records = resource.deleteAll();
    String prefix = "resource=" + parts.name() + "/";
    KeyWalk rest = new KeyWalk(parts.engine().store(), prefix, 0, Long.MAX_VALUE);
    String ofRecords = parts.format().now().keyPrefix();
    Iterator<String> keys =
        Stream.iterate(rest, walk -> walk)
            .takeWhile(KeyWalk::hasNext)
            .map(KeyWalk::next)
            .filter(key -> !key.startsWith(ofRecords))
            .iterator();
    long removed;
    try (Stream<ObjectKey> gone = parts.engine().writes().each(keys, this::remove)) {
      removed = gone.count();
    }
    parts.count("deleted-all-data", records + removed);
    return records + removed;
  }

  private ObjectKey remove(String key) {
    ObjectKey object = ObjectKey.of(key);
    parts.engine().store().delete(object, Precondition.none());
    return object;
  }
}
