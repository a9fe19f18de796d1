package io.s3db;

import io.s3db.partition.PartitionFailure;
import io.s3db.partition.PartitionReferences;
import io.s3db.store.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Compares partition references with records, writes those that are missing, and removes those that
 * stand for nothing.
 *
 * <p>Others may write meanwhile: after each reference it touched, it reads the record again, and
 * takes back what is no longer right.
 */
final class PartitionRepairer {
  private final ResourceParts parts;
  private final PartitionReferences references;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong removed = new AtomicLong();
  private final List<String> unreadable = Collections.synchronizedList(new ArrayList<>());

  PartitionRepairer(ResourceParts parts) {
    this.parts = parts;
    this.references = new PartitionReferences(parts.engine().store());
  }

  PartitionRepair run() {
    parts.engine().checkOpen();
    parts.format().reread();
    long records = complete();
    long looked = clean();
    if (removed.get() > 0) {
      parts.count("orphanedPartitionsRemoved", removed.get());
    }
    return new PartitionRepair(records, looked, written.get(), removed.get(), unreadable);
  }

  /** Writes the references that records lack. */
  private long complete() {
    ListOptions all = ListOptions.all().onUnreadable(e -> unreadable.add(e.id()));
    try (Stream<Document> records = parts.listing().records(all);
        Stream<Document> done = parts.engine().writes().each(records.iterator(), this::complete)) {
      return done.count();
    }
  }

  private Document complete(Document record) {
    List<ObjectKey> missing =
        wanted(record).stream().filter(key -> parts.engine().store().head(key).isEmpty()).toList();
    if (!missing.isEmpty()) {
      move(record.id(), List.of(), missing);
      written.addAndGet(missing.size());
      settle(record.id(), missing);
    }
    return record;
  }

  /** Removes the references that no record has. */
  private long clean() {
    String root = parts.format().now().partitions().root();
    KeyWalk keys = new KeyWalk(parts.engine().store(), root, 0, Long.MAX_VALUE);
    try (Stream<String> done = parts.engine().writes().each(keys, this::clean)) {
      return done.count();
    }
  }

  private String clean(String key) {
    if (key.contains("/id=")) {
      RecordListing.Listed listed = RecordListing.Listed.of(key, true);
      ObjectKey reference = ObjectKey.of(key);
      if (!stands(listed.id(), reference)) {
        move(listed.id(), List.of(reference), List.of());
        removed.incrementAndGet();
        settle(listed.id(), List.of(reference));
      }
    }
    return key;
  }

  /** Whether a reference is right; one of a record that cannot be read counts as right. */
  private boolean stands(String id, ObjectKey reference) {
    try {
      return parts.listing().find(id).map(this::wanted).orElse(List.of()).contains(reference);
    } catch (UnreadableRecordException _) {
      return true;
    } catch (S3dbException e) {
      if (e.code().equals("INVALID_ID")) {
        return false;
      }
      throw e;
    }
  }

  /** Puts right what changed while it was being put right. */
  private void settle(String id, Collection<ObjectKey> touched) {
    for (ObjectKey reference : touched) {
      boolean there = parts.engine().store().head(reference).isPresent();
      boolean right = stands(id, reference);
      if (there && !right) {
        move(id, List.of(reference), List.of());
      } else if (!there && right) {
        move(id, List.of(), List.of(reference));
      }
    }
  }

  private List<ObjectKey> wanted(Document record) {
    return parts.format().now().partitions().tolerant(record.id(), record);
  }

  private void move(String id, Collection<ObjectKey> before, Collection<ObjectKey> after) {
    String version = parts.format().now().resource().version();
    List<PartitionFailure> failures = references.move(Set.of(), before, after, version);
    failures.forEach(failure -> parts.report(id, failure));
    Optional<PartitionFailure> first = failures.stream().findFirst();
    if (first.isPresent()) {
      throw new S3dbException(
          "PARTITION_REPAIR_INCOMPLETE",
          "The partition reference '%s' could not be repaired: %s"
              .formatted(first.get().key(), first.get().cause().getMessage()),
          "Run the repair again.",
          first.get().cause());
    }
  }
}
