package io.s3db.write;

import io.s3db.S3dbException;
import io.s3db.catalog.CatalogResource;
import io.s3db.partition.PartitionKeys;
import io.s3db.record.RecordCodec;
import io.s3db.schema.Schema;
import io.s3db.store.ObjectKey;
import java.util.List;

/**
 * Everything that follows from a resource's definition: its rules, its codec, its partitions.
 *
 * @param resource as the catalogue has it
 * @param schema its rules
 * @param codec between records and objects
 * @param partitions its partition keys
 * @param writeBlockers why its records cannot be written; empty if they can
 */
public record RecordFormat(
    CatalogResource resource,
    Schema schema,
    RecordCodec codec,
    PartitionKeys partitions,
    List<String> writeBlockers) {
  /** The format of a resource. */
  public static RecordFormat of(CatalogResource resource) {
    return new RecordFormat(
        resource,
        Schema.of(resource),
        RecordCodec.of(resource),
        PartitionKeys.of(resource.definition()),
        List.copyOf(resource.writeBlockers()));
  }

  /** The resource's name. */
  public String name() {
    return resource.name();
  }

  /** The first characters of the keys of all records. */
  public String keyPrefix() {
    return "resource=" + name() + "/data/id=";
  }

  /**
   * The key of a record.
   *
   * @throws S3dbException if the id cannot be part of a key
   */
  public ObjectKey keyOf(String id) {
    RecordIds.check(name(), id, keyPrefix());
    return ObjectKey.of(keyPrefix() + id);
  }

  /**
   * Passes if records can be written.
   *
   * @throws S3dbException with all reasons if not
   */
  public void checkWritable() {
    if (!writeBlockers.isEmpty()) {
      throw new S3dbException(
          "RESOURCE_READ_ONLY",
          "Records of '" + name() + "' can be read but not written: " + reasons(),
          null);
    }
  }

  private String reasons() {
    return String.join(" ", writeBlockers);
  }
}
