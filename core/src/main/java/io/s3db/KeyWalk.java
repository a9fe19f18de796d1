package io.s3db;

import io.s3db.store.KeyPage;
import io.s3db.store.ObjectStore;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The keys below a prefix, in byte order, page after page. */
final class KeyWalk implements Iterator<String> {
  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final String prefix;
  private long left;
  private Iterator<String> page = List.<String>of().iterator();
  private @Nullable String last;
  private boolean more = true;

  /** Walks at most {@code limit} keys after passing over {@code offset} of them. */
  KeyWalk(ObjectStore store, String prefix, long offset, long limit) {
    this.store = store;
    this.prefix = prefix;
    this.left = offset;
    while (hasNext()) {
      next();
    }
    this.left = left > 0 ? 0 : limit;
  }

  /** The key passed over or given last. */
  @Nullable String last() {
    return last;
  }

  @Override
  public boolean hasNext() {
    while (left > 0 && !page.hasNext() && more) {
      KeyPage next = store.keys(prefix, last, (int) Math.min(PAGE, left));
      page = next.keys().iterator();
      more = next.more();
    }
    return left > 0 && page.hasNext();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    last = page.next();
    return last;
  }
}
