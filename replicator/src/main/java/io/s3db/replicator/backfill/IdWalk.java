package io.s3db.replicator.backfill;

import io.s3db.ResourceNotFoundException;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.RecordAccess.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids of one resource in byte order, some at a time, from a place on. */
final class IdWalk {
  private static final int PAGE = 10_000; // a store gives fewer if that is its way

  private final RecordAccess records;
  private final String resource;
  private @Nullable String after;
  private List<String> page = List.of();
  private int next;
  private boolean more = true;
  private int pages;

  IdWalk(RecordAccess records, String resource, @Nullable String after) {
    this.records = records;
    this.resource = resource;
    this.after = after;
  }

  /** The next ids, at most so many; none at the end. A resource that does not exist has none. */
  List<String> next(int most) {
    while (next == page.size() && more) {
      fetch();
    }
    int to = Math.min(page.size(), next + most);
    List<String> ids = page.subList(next, to);
    next = to;
    return ids;
  }

  /** Gives all ids again, from the first on; it is not listed again if it was only begun. */
  void back() {
    next = 0;
    if (pages > 1) {
      after = null;
      page = List.of();
      more = true;
      pages = 0;
    }
  }

  private void fetch() {
    pages++;
    try {
      Ids ids = records.ids(resource, after, PAGE);
      page = ids.ids();
      more = ids.more() && !page.isEmpty();
      next = 0;
      after = page.isEmpty() ? after : page.getLast();
    } catch (ResourceNotFoundException _) {
      page = List.of();
      next = 0;
      more = false;
    }
  }
}
