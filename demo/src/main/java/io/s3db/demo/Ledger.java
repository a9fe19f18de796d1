package io.s3db.demo;

import io.s3db.Document;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the writers know they wrote: the last state of every record, the deleted ones too. */
final class Ledger {
  private final Map<String, Document> alive = new ConcurrentHashMap<>();
  private final Map<String, Document> deleted = new ConcurrentHashMap<>();
  private final LongAdder inserts = new LongAdder();
  private final LongAdder updates = new LongAdder();
  private final LongAdder deletes = new LongAdder();

  void inserted(Document record) {
    alive.put(record.id(), record);
    inserts.increment();
  }

  void updated(Document record) {
    alive.put(record.id(), record);
    updates.increment();
  }

  void deleted(String id) {
    Document last = alive.remove(id);
    if (last != null) {
      deleted.put(id, last);
    }
    deletes.increment();
  }

  Map<String, Document> deleted() {
    return deleted;
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
