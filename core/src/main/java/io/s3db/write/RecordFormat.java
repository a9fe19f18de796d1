package io.s3db.write;

import io.s3db.S3dbException;
import io.s3db.catalog.CatalogResource;
import io.s3db.partition.PartitionKeys;
import io.s3db.record.RecordCodec;
import io.s3db.schema.Schema;
import io.s3db.secret.Vault;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that follows from a resource's definition: its rules, its codec, its partitions.
 *
 * @param resource as the catalogue has it
 * @param schema its rules
 * @param codec between records and objects
 * @param partitions its partition keys
 * @param writeBlockers why its records cannot be written; empty if they can
 * @param newest the number of the newest definition whose records may be read with this one
 */
public record RecordFormat(
    CatalogResource resource,
    Schema schema,
    RecordCodec codec,
    PartitionKeys partitions,
    List<String> writeBlockers,
    long newest) {
  private static final Pattern DEFINITION = Pattern.compile("v(\\d{1,9})");

  /** The format of a resource, whose secrets this vault opens and closes. */
  public static RecordFormat of(CatalogResource resource, Vault vault) {
    PartitionKeys partitions = PartitionKeys.of(resource.definition());
    List<String> blockers = new ArrayList<>(resource.writeBlockers());
    blockers.addAll(partitions.blockers());
    return new RecordFormat(
        resource,
        Schema.of(resource),
        RecordCodec.of(resource, vault),
        partitions,
        List.copyOf(blockers),
        number(resource.version()));
  }

  /** The same for records of this definition as well, which the catalogue does not know. */
  public RecordFormat tolerating(long definition) {
    return new RecordFormat(
        resource, schema, codec, partitions, writeBlockers, Math.max(newest, definition));
  }

  /**
   * Passes if a record was not written under a later definition than this one.
   *
   * @throws StaleFormatException if it was
   */
  void checkCurrent(String id, ObjectHead head) {
    long written = number(head.metadata().getOrDefault("_v", ""));
    if (written > newest) {
      throw new StaleFormatException(name(), id, written, newest);
    }
  }

  private static long number(String definition) {
    Matcher matcher = DEFINITION.matcher(definition);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
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
