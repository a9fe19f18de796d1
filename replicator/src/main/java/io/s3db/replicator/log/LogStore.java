package io.s3db.replicator.log;

import io.s3db.Document;
import java.util.stream.Stream;

/** Where log records go: a resource of the source database. */
public interface LogStore {
  /** Writes a record, or replaces the one of the same id. */
  void put(Document line);

  /** The ids of all records, in order; read as far as wanted. To be closed. */
  Stream<String> ids();

  /** Removes a record, if it is there. */
  void remove(String id);
}
