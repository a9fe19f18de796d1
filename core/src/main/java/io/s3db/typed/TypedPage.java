package io.s3db.typed;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of objects, in the byte order of their ids.
 *
 * @param items the objects
 * @param cursor where the next page begins, or null if this is the last one
 * @param <T> their class
 */
public record TypedPage<T>(List<T> items, @Nullable String cursor) {
  /** Copies the objects. */
  public TypedPage {
    items = List.copyOf(items);
  }

  /** Where the next page begins, if there may be one. */
  public Optional<String> nextCursor() {
    return Optional.ofNullable(cursor);
  }
}
