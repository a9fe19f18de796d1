package io.s3db.replicator.capture;

import io.s3db.store.ETag;
import io.s3db.store.ListPage;
import io.s3db.store.ObjectStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The writers that registered their journal in the bucket: what they write, their journals tell.
 * Used by one thread at a time.
 */
public final class RegisteredWriters {
  private final ObjectStore store;
  private Map<String, Registration> cached = Map.of();

  private record Registration(ETag etag, Set<Long> writers) {}

  /** Reads registrations from this store, below the prefix of the database. */
  public RegisteredWriters(ObjectStore store) {
    this.store = store;
  }

  /**
   * Who is registered now, or was in an earlier run of a registered journal.
   *
   * @param writers the ids in their versions
   * @param lists how many listings it took
   * @param reads how many objects were read
   */
  public record Found(Set<Long> writers, int lists, int reads) {
    /** Copies the ids. */
    public Found {
      writers = Set.copyOf(writers);
    }
  }

  /**
   * Reads what changed since it was asked last.
   *
   * @throws io.s3db.store.StoreException if the store cannot be read
   */
  public Found read() {
    Map<String, Registration> now = new HashMap<>();
    int lists = 0;
    int reads = 0;
    String after = null;
    ListPage page;
    do {
      page = store.list(RegisteredJournal.PREFIX, after, 1000);
      lists++;
      for (ListPage.Entry entry : page.entries()) {
        after = entry.key().value();
        Registration known = cached.get(after);
        if (known == null || !known.etag().equals(entry.etag())) {
          reads++;
          known = read(entry);
        }
        now.put(after, known);
      }
    } while (page.more() && !page.entries().isEmpty());
    cached = now;
    Set<Long> writers = new HashSet<>();
    now.values().forEach(each -> writers.addAll(each.writers()));
    return new Found(writers, lists, reads);
  }

  private Registration read(ListPage.Entry entry) {
    Set<Long> writers = new HashSet<>();
    store
        .get(entry.key())
        .map(RegisteredJournal::parse)
        .map(RegisteredJournal.Found::registered)
        .ifPresent(
            registered ->
                registered
                    .writerIds()
                    .forEach(id -> writers.add(HexFormat.fromHexDigitsToLong(id))));
    return new Registration(entry.etag(), writers);
  }
}
