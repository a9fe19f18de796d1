package io.s3db;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which records a listing gives.
 *
 * @param limit the most records
 * @param offset how many keys are passed over first; they are listed, but their records not read
 * @param partitionName the partition to list, or null for all records
 * @param values the values of the partition's fields, or of the first of them
 * @param unreadable told of records that cannot be read, which are then left out; null to have the
 *     listing fail with the first of them
 */
public record ListOptions(
    long limit,
    long offset,
    @Nullable String partitionName,
    Document values,
    @Nullable Consumer<UnreadableRecordException> unreadable) {
  private static final ListOptions ALL =
      new ListOptions(Long.MAX_VALUE, 0, null, Document.of(), null);

  /** Checks the numbers. */
  public ListOptions {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " of a listing: it is negative");
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " of a listing: it is negative");
    }
  }

  /** Every record. */
  public static ListOptions all() {
    return ALL;
  }

  /** The first records. */
  public static ListOptions first(long limit) {
    return ALL.limit(limit);
  }

  /** The same, with at most so many records. */
  public ListOptions limit(long most) {
    return new ListOptions(most, offset, partitionName, values, unreadable);
  }

  /** The same, after passing over so many keys; for large numbers a page cursor is cheaper. */
  public ListOptions offset(long first) {
    return new ListOptions(limit, first, partitionName, values, unreadable);
  }

  /**
   * The same, of the records with these values in the fields of a partition. Of a partition with
   * several fields, values for the first of them in the order of its keys are enough.
   */
  public ListOptions partition(String name, Map<String, ? extends @Nullable Object> fieldValues) {
    return new ListOptions(limit, offset, name, Document.copyOf(fieldValues), unreadable);
  }

  /** The same, without records that cannot be read; {@code handler} is told of each. */
  public ListOptions onUnreadable(Consumer<UnreadableRecordException> handler) {
    return new ListOptions(limit, offset, partitionName, values, handler);
  }

  /** The partition, if one is listed. */
  public Optional<String> partition() {
    return Optional.ofNullable(partitionName);
  }

  /** As hooks are shown it. */
  Document toDocument() {
    return Document.of(
        "limit", limit, "offset", offset, "partition", partitionName, "partitionValues", values);
  }
}
