package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.store.ETag;
import io.s3db.store.ObjectStore;
import io.s3db.version.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sink asks of the target database. Every method may throw what the database throws; see
 * {@link S3dbFailures}.
 */
interface TargetDatabase extends AutoCloseable {
  /** The resource's definition, if it exists. */
  Optional<ResourceDefinition> definition(String resource);

  /** Creates the resource, or changes its definition to this. */
  void declare(ResourceDefinition definition);

  /** Writes a record with the source's version, unless it has a later one. */
  Applied put(String resource, String id, Document fields, Version version, @Nullable ETag known);

  /** Removes a record, unless it has a later version than this tombstone. */
  Applied remove(String resource, String id, Version tombstone, @Nullable ETag known);

  /** The objects beside the records. */
  ObjectStore store();

  @Override
  void close();

  /** What a write came to. */
  sealed interface Applied {
    /**
     * The record is there.
     *
     * @param created whether there was none before
     */
    record Written(ETag etag, boolean created) implements Applied {}

    /** The record is not there, whether or not it was. */
    record Absent() implements Applied {}

    /** The record has a later version and was left as it is. */
    record Superseded() implements Applied {}
  }
}
