package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the source holds at the end, and how it came to be so.
 *
 * @param records the records of a resource, read from the source, by id
 * @param ledger every write of the resource
 */
record Source(Map<String, Document> records, Ledger ledger) {
  static Source read(Resource resource, Ledger ledger) {
    Map<String, Document> records = new HashMap<>();
    try (Stream<Document> all = resource.stream()) {
      all.forEach(record -> records.put(record.id(), record));
    }
    return new Source(records, ledger);
  }

  /** The records, and the last state of those that were deleted. */
  Map<String, Document> withDeleted() {
    Map<String, Document> all = new HashMap<>(records);
    ledger.deleted().forEach(record -> all.put(record.id(), record));
    return all;
  }
}
