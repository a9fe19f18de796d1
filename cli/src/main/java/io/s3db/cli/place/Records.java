package io.s3db.cli.place;

import io.s3db.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of a database, wherever it runs. Failures are {@link io.s3db.S3dbException}s. */
public interface Records extends AutoCloseable {
  /** All resources. */
  List<Described> resources();

  /**
   * One resource.
   *
   * @throws io.s3db.ResourceNotFoundException naming the nearest, if there is none
   */
  Described resource(String name);

  /** How many records a resource has, if that can be told without reading them. */
  OptionalLong count(String resource);

  /**
   * Records in the byte order of their ids; close the stream.
   *
   * @param where conditions, empty for all records
   * @param limit the most records
   */
  Stream<Document> list(String resource, Map<String, @Nullable Object> where, long limit);

  /** A record, if there is one. */
  Optional<Document> find(String resource, String id);

  /** Stores a new record. */
  Document insert(String resource, Document record);

  /** Inserts a record, or updates the one there is of its id. */
  Document upsert(String resource, Document record);

  /** Changes some fields. */
  Document update(String resource, String id, Document fields);

  /** Deletes a record. */
  Document delete(String resource, String id);

  /**
   * Creates a resource.
   *
   * @return false if there is one that is just so
   * @throws io.s3db.S3dbException if there is another of this name
   */
  boolean create(Described resource);

  /** Whether a replication takes part in what is written here. */
  boolean captured();

  @Override
  void close();
}
