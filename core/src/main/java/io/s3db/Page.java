package io.s3db;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of records, in the byte order of their ids.
 *
 * @param items the records
 * @param cursor where the next page begins, or null if this is the last one
 */
public record Page(List<Document> items, @Nullable String cursor) {
  /** Copies the records. */
  public Page {
    items = List.copyOf(items);
  }

  /** Where the next page begins, if there may be one. */
  public Optional<String> nextCursor() {
    return Optional.ofNullable(cursor);
  }

  /** Whether records may follow. */
  public boolean hasMore() {
    return cursor != null;
  }
}
