package io.s3db;

import java.util.List;

/**
 * What {@link Resource#repairPartitions} found and did.
 *
 * @param records that were read
 * @param references that were looked at
 * @param written references that were missing
 * @param removed references that stood for no record, or for values it does not have
 * @param unreadable ids of records that could not be read; their references were left alone
 */
public record PartitionRepair(
    long records, long references, long written, long removed, List<String> unreadable) {
  /** Copies the ids. */
  public PartitionRepair {
    unreadable = List.copyOf(unreadable);
  }
}
