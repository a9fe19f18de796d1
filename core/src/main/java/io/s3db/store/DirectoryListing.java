package io.s3db.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a directory. The walk of a page is kept, so that the next page need not read a directory
 * of a hundred thousand names again; if anything was written there since, it does.
 */
final class DirectoryListing {
  private static final int KEPT_WALKS = 4;

  private final Path root;
  private final Map<Place, DirectoryWalk> walks = new LinkedHashMap<>();

  DirectoryListing(Path root) {
    this.root = root;
  }

  /** Where a walk stands: a page that is asked for goes on from there. */
  private record Place(String prefix, String after) {}

  private DirectoryWalk walk(String prefix, @Nullable String after) throws IOException {
    DirectoryWalk walk = after == null ? null : take(new Place(prefix, after));
    return walk == null || !walk.current() ? new DirectoryWalk(root, prefix, after) : walk;
  }

  /** Names alone: no file is opened. */
  KeyPage keys(String prefix, @Nullable String after, int limit) throws IOException {
    DirectoryWalk walk = walk(prefix, after);
    List<String> keys = new ArrayList<>();
    while (keys.size() < limit) {
      String name = walk.next();
      if (name == null) {
        return new KeyPage(keys, false);
      }
      keys.add(name);
    }
    boolean more = walk.more();
    if (more) {
      keep(new Place(prefix, keys.getLast()), walk);
    }
    return new KeyPage(keys, more);
  }

  ListPage page(String prefix, @Nullable String after, int limit) throws IOException {
    DirectoryWalk walk = walk(prefix, after);
    List<ListPage.Entry> entries = new ArrayList<>();
    while (entries.size() < limit) {
      String name = walk.next();
      if (name == null) {
        return new ListPage(entries, false);
      }
      ObjectKey key = ObjectKey.of(name);
      MetaFile meta = Slot.of(root, key).committed();
      if (meta != null) {
        entries.add(new ListPage.Entry(key, meta.tag(), meta.lastModified(), meta.bodySize()));
      }
    }
    boolean more = walk.more();
    if (more) {
      keep(new Place(prefix, entries.getLast().key().value()), walk);
    }
    return new ListPage(entries, more);
  }

  private synchronized @Nullable DirectoryWalk take(Place place) {
    return walks.remove(place);
  }

  private synchronized void keep(Place place, DirectoryWalk walk) {
    walks.put(place, walk);
    if (walks.size() > KEPT_WALKS) {
      walks.remove(walks.keySet().iterator().next());
    }
  }
}
