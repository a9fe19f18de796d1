package io.s3db;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page.
 *
 * @param size the most records wanted, 1 to 1,000
 * @param cursor of the page before, or null for the first page
 */
public record PageRequest(int size, @Nullable String cursor) {
  /** Checks the size. */
  public PageRequest {
    if (size < 1 || size > 1000) {
      throw new IllegalArgumentException("page size " + size + ": 1 to 1000 is possible");
    }
  }

  /** The first page of this size. */
  public static PageRequest first(int size) {
    return new PageRequest(size, null);
  }
}
