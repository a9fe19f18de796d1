package io.s3db.replicator.watch;

import io.s3db.ResourceNotFoundException;
import io.s3db.replicator.watch.Known.Listed;
import io.s3db.store.ListPage;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the records of all watched resources: both the listing and what is known are in the
 * order of ids, and are gone through side by side, a thousand at a time.
 *
 * <p>What was written before the watch began is taken for known: copying it is for a sync.
 */
final class Walk {
  /** A later write shows in a listing once the store's clock is so far behind an earlier one. */
  private static final Duration TICK = Duration.ofSeconds(3);

  private static final int PAGE = 1000;
  private static final ObjectKey CATALOGUE = ObjectKey.of("s3db.json");

  private final WatchParts parts;
  private final KnownObjects objects;
  private final OwnWrites own;
  private final Look look;
  private final Looks looks;
  private final Look.Moment moment;
  private final Instant since;
  private final boolean always;
  private final Consumer<ResourceNotFoundException> unknownResource;
  private long listed;

  /**
   * Makes one.
   *
   * @param since what was written before is not told when it is seen first
   */
  Walk(
      WatchParts parts,
      KnownObjects objects,
      OwnWrites own,
      Look look,
      Looks looks,
      Look.Moment moment,
      Instant since,
      Consumer<ResourceNotFoundException> unknownResource) {
    this.parts = parts;
    this.objects = objects;
    this.own = own;
    this.look = look;
    this.looks = looks;
    this.moment = moment;
    this.since = since;
    this.always = parts.store().capabilities().etagCoversMetadata();
    this.unknownResource = unknownResource;
  }

  /** The store's clock; nothing if there is no database yet. */
  static @Nullable Instant storeTime(WatchParts parts) {
    return parts.store().head(CATALOGUE).map(ObjectHead::storeTime).orElse(null);
  }

  /** How many records were listed. */
  long listed() {
    return listed;
  }

  /** Tells inserts and updates, and collects what is missing. */
  Missing findChanges() throws InterruptedException {
    Missing missing = new Missing(parts.options().maxDeletes());
    objects.noneMissing();
    for (String resource : parts.resources()) {
      new OneResource(resource).walk(missing);
    }
    return missing;
  }

  /** Tells deletes: each is confirmed by a reading. */
  void tellDeletes() throws InterruptedException {
    for (String resource : parts.resources()) {
      List<String> ids = objects.missing(resource, "", PAGE);
      while (!ids.isEmpty()) {
        try {
          for (String id : ids) {
            looks.add(() -> look.atMissing(resource, id, moment));
          }
          looks.awaitAll();
        } catch (ResourceNotFoundException e) {
          unknownResource.accept(e);
          break;
        }
        save();
        ids = objects.missing(resource, ids.getLast(), PAGE);
      }
    }
    objects.forgetGone(moment.storeTime().minus(Duration.ofMinutes(10)));
    save();
  }

  /** What was told is durable first. */
  private void save() {
    parts.journal().force();
    own.save();
  }

  private final class OneResource {
    private final String resource;
    private final String prefix;
    private final boolean learned;
    private long known;
    private long missing;

    OneResource(String resource) {
      this.resource = resource;
      this.prefix = "resource=" + resource + "/data/id=";
      this.learned = objects.isLearned(resource);
    }

    void walk(Missing all) throws InterruptedException {
      @Nullable String after = "";
      while (after != null) {
        looks.await(1, 0);
        ListPage page = parts.store().list(prefix, after.isEmpty() ? null : prefix + after, PAGE);
        boolean more = page.more() && !page.entries().isEmpty();
        @Nullable String last = more ? id(page.entries().getLast()) : null;
        own.catchUp();
        compare(entries(page), after, last);
        after = last;
      }
      objects.learned(resource);
      save();
      all.add(resource, known, missing);
    }

    private String id(ListPage.Entry entry) {
      return entry.key().value().substring(prefix.length());
    }

    private Map<String, Listed> entries(ListPage page) {
      Map<String, Listed> entries = new HashMap<>();
      for (ListPage.Entry entry : page.entries()) {
        String id = id(entry);
        if (!id.isEmpty() && id.indexOf('/') < 0) { // else it is no record
          entries.put(id, new Listed(id, entry.etag().value(), entry.lastModified(), entry.size()));
        }
      }
      listed += entries.size();
      return entries;
    }

    private void compare(Map<String, Listed> entries, String after, @Nullable String last)
        throws InterruptedException {
      String from = after;
      List<Known> chunk;
      try {
        do {
          chunk = objects.range(resource, from, last, PAGE);
          for (Known each : chunk) {
            @Nullable Listed entry = entries.remove(each.id());
            compare(each, entry);
            from = each.id();
          }
        } while (chunk.size() == PAGE);
        for (Listed entry : entries.values()) {
          appeared(entry);
        }
        looks.awaitAll();
      } catch (ResourceNotFoundException e) {
        unknownResource.accept(e);
      }
      save();
    }

    private void compare(Known each, @Nullable Listed entry) throws InterruptedException {
      if (entry != null) {
        known += each.gone() ? 0 : 1;
        if (!each.covers(entry)) {
          changed(entry);
        }
      } else if (!each.gone() && each.walk() < moment.walk()) {
        known++;
        missing++;
        objects.missing(resource, each.id());
      }
    }

    private void appeared(Listed entry) throws InterruptedException {
      if (learned || !entry.modified().isBefore(since)) {
        changed(entry);
      } else {
        objects.put(
            Known.changed(resource, entry.id(), Version.NONE, "", false, moment.walk())
                .listed(entry, true, settled(entry)));
      }
    }

    private void changed(Listed entry) throws InterruptedException {
      looks.add(() -> look.atListed(resource, entry, settled(entry), moment));
    }

    private boolean settled(Listed entry) {
      return always || entry.modified().plus(TICK).isBefore(moment.storeTime());
    }
  }
}
