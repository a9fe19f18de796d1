package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the writers of a resource know they wrote: every acknowledged write of every record, in
 * order. Each record is written by one writer only.
 */
final class Ledger {
  private final Map<String, List<Written>> histories = new ConcurrentHashMap<>();
  private final LongAdder inserts = new LongAdder();
  private final LongAdder updates = new LongAdder();
  private final LongAdder deletes = new LongAdder();

  void inserted(Document record) {
    histories.put(
        record.id(), new ArrayList<>(List.of(new Written(Operation.INSERT, null, record))));
    inserts.increment();
  }

  void updated(Document record) {
    List<Written> history = history(record.id());
    history.add(new Written(Operation.UPDATE, history.getLast().after(), record));
    updates.increment();
  }

  void deleted(String id) {
    List<Written> history = history(id);
    history.add(new Written(Operation.DELETE, history.getLast().after(), null));
    deletes.increment();
  }

  private List<Written> history(String id) {
    @Nullable List<Written> history = histories.get(id);
    return Objects.requireNonNull(history, id);
  }

  /** The writes of each record, by its id. Only to be read when the writers have ended. */
  Map<String, List<Written>> histories() {
    return histories;
  }

  /** The last states of the records that were deleted. */
  List<Document> deleted() {
    return histories.values().stream()
        .map(List::getLast)
        .filter(last -> last.operation() == Operation.DELETE)
        .map(Written::record)
        .toList();
  }

  long inserts() {
    return inserts.sum();
  }

  long updates() {
    return updates.sum();
  }

  long deletes() {
    return deletes.sum();
  }

  long writes() {
    return inserts() + updates() + deletes();
  }
}
