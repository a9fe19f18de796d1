package io.s3db;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page.
 *
 * @param size the most records wanted, 1 to 1,000
 * @param cursor of the page before, or null for the first page
 * @param number of the page, from 1, found by walking the keys before it; 1 with a cursor
 * @param partitionName the partition to page through, or null for all records
 * @param values the values of the partition's fields, or of the first of them
 */
public record PageRequest(
    int size,
    @Nullable String cursor,
    long number,
    @Nullable String partitionName,
    Document values) {
  /** Checks the numbers. */
  public PageRequest {
    if (size < 1 || size > 1000) {
      throw new IllegalArgumentException("page size " + size + ": 1 to 1000 is possible");
    }
    if (number < 1) {
      throw new IllegalArgumentException("page number " + number + ": pages count from 1");
    }
    if (cursor != null && number != 1) {
      throw new IllegalArgumentException(
          "page number " + number + " with a cursor: ask for one or the other");
    }
  }

  /** A page of all records, after the one with this cursor. */
  public PageRequest(int size, @Nullable String cursor) {
    this(size, cursor, 1, null, Document.of());
  }

  /** The first page of this size. */
  public static PageRequest first(int size) {
    return new PageRequest(size, null);
  }

  /** The page of this number, from 1. The keys of all pages before it are listed. */
  public static PageRequest numbered(int size, long number) {
    return new PageRequest(size, null, number, null, Document.of());
  }

  /** The same, after the page with this cursor. */
  public PageRequest after(String lastCursor) {
    return new PageRequest(size, lastCursor, 1, partitionName, values);
  }

  /** The same, of the records with these values in the fields of a partition. */
  public PageRequest partition(String name, Map<String, ? extends @Nullable Object> fieldValues) {
    return new PageRequest(size, cursor, number, name, Document.copyOf(fieldValues));
  }

  /** The partition, if one is paged through. */
  public Optional<String> partition() {
    return Optional.ofNullable(partitionName);
  }

  /** How many keys come before the page. */
  long skipped() {
    return Math.multiplyExact(number - 1, (long) size);
  }
}
