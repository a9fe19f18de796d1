package io.s3db.replicator.watch;

import io.s3db.Operation;
import java.util.concurrent.atomic.LongAdder;

/** What a watch has told, and what it could not read. */
final class Tally {
  final LongAdder inserted = new LongAdder();
  final LongAdder updated = new LongAdder();
  final LongAdder deleted = new LongAdder();
  final LongAdder unreadable = new LongAdder();

  void told(Operation operation) {
    switch (operation) {
      case INSERT -> inserted.increment();
      case UPDATE -> updated.increment();
      case DELETE -> deleted.increment();
    }
  }
}
