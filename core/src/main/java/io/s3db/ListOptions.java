package io.s3db;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which records a listing gives.
 *
 * @param limit the most records
 * @param partitionName the partition to list, or null for all records
 * @param values the values of the partition's fields
 * @param unreadable told of records that cannot be read, which are then left out; null to have the
 *     listing fail with the first of them
 */
public record ListOptions(
    long limit,
    @Nullable String partitionName,
    Document values,
    @Nullable Consumer<UnreadableRecordException> unreadable) {
  private static final ListOptions ALL = new ListOptions(Long.MAX_VALUE, null, Document.of(), null);

  /** Checks the limit. */
  public ListOptions {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " of a listing: it is negative");
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
    return new ListOptions(most, partitionName, values, unreadable);
  }

  /** The same, of the records with these values in the fields of a partition. */
  public ListOptions partition(String name, Map<String, ? extends @Nullable Object> fieldValues) {
    return new ListOptions(limit, name, Document.copyOf(fieldValues), unreadable);
  }

  /** The same, without records that cannot be read; {@code handler} is told of each. */
  public ListOptions onUnreadable(Consumer<UnreadableRecordException> handler) {
    return new ListOptions(limit, partitionName, values, handler);
  }

  /** The partition, if one is listed. */
  public Optional<String> partition() {
    return Optional.ofNullable(partitionName);
  }
}
