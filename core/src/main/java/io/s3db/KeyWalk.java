package io.s3db;

import io.s3db.store.ListPage;
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
  private Iterator<ListPage.Entry> page = List.<ListPage.Entry>of().iterator();
  private @Nullable String last;
  private boolean more = true;

  KeyWalk(ObjectStore store, String prefix, long limit) {
    this.store = store;
    this.prefix = prefix;
    this.left = limit;
  }

  @Override
  public boolean hasNext() {
    while (left > 0 && !page.hasNext() && more) {
      ListPage next = store.list(prefix, last, (int) Math.min(PAGE, left));
      page = next.entries().iterator();
      more = next.more();
      if (!next.entries().isEmpty()) {
        last = next.entries().getLast().key().value();
      }
    }
    return left > 0 && page.hasNext();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    return page.next().key().value();
  }
}
