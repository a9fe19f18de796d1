package io.s3db.store;

import java.util.List;

/**
 * A page of keys alone, in byte order.
 *
 * @param keys of this page
 * @param more whether keys may follow: ask again, after the last key of this page
 */
public record KeyPage(List<String> keys, boolean more) {
  /** Copies the keys. */
  public KeyPage {
    keys = List.copyOf(keys);
  }
}
