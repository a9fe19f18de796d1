package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which routes of a destination have been sent everything since they began.
 *
 * <p>Nothing is kept for a route that is not configured. If it comes back its destination's
 * checkpoint has passed over what was written meanwhile: the route has a gap, until a sync of its
 * resource that began afterwards has finished, a verification finds it equal, or somebody accepts
 * the loss. A route is known by its resource and its target, not by its name, which holds a number
 * that changes with the order in the configuration. Safe for many threads.
 */
public final class Coverage {
  private final StateStore state;
  private final String replicator;
  private final String name;
  private Map<String, Entry> entries;

  /**
   * What is kept of a route.
   *
   * @param goneSince when it was first seen to be missing from the configuration; else empty
   * @param gap why it lacks changes; empty if it does not
   * @param notBy a sync that had begun before, which does not fill the gap
   */
  private record Entry(String goneSince, String gap, String notBy) {
    static final Entry WHOLE = new Entry("", "", "");
  }

  /** What is kept for one destination. */
  public Coverage(StateStore state, String replicator) {
    this.state = state;
    this.replicator = replicator;
    this.name = "coverage/" + replicator;
    this.entries = read(state.note(name));
  }

  /**
   * Takes note of the routes that are configured now. Called before anything is written, and again
   * after a crash.
   *
   * @return those that are new at a destination that was known before
   */
  public synchronized List<Route> note(Collection<Route> configured, Instant now) {
    boolean first = state.note(name).isEmpty();
    Map<String, Entry> next = new LinkedHashMap<>();
    List<Route> added = new ArrayList<>();
    keys(configured)
        .forEach(
            (key, route) -> {
              Entry known = entries.get(key);
              if (known == null && !first) {
                added.add(route);
              }
              next.put(key, known == null ? Entry.WHOLE : returned(known, route));
            });
    entries.forEach(
        (key, entry) ->
            next.putIfAbsent(
                key,
                entry.goneSince().isEmpty()
                    ? new Entry(now.toString(), entry.gap(), entry.notBy())
                    : entry));
    if (first || !next.equals(entries)) {
      save(next);
    }
    return added;
  }

  private Entry returned(Entry known, Route route) {
    if (known.goneSince().isEmpty()) {
      return known;
    }
    String gap =
        ("It was not configured for a while, since %s at the latest: what was written to '%s'"
             + " meanwhile never came. New changes are sent. Sync '%s' with the resource '%s'; rows"
             + " of records that were deleted meanwhile are found by a verification with repair.")
            .formatted(known.goneSince(), route.resource(), replicator, route.resource());
    return new Entry(
        "", gap, new SyncNotes(state, replicator).newest().map(SyncNote::id).orElse(""));
  }

  /** Two routes from one resource to one target are told apart by their order. */
  private static Map<String, Route> keys(Collection<Route> routes) {
    Map<String, Route> keys = new LinkedHashMap<>();
    for (Route route : routes) {
      String key = key(route);
      for (int number = 2; keys.containsKey(key); number++) {
        key = key(route) + " (" + number + ")";
      }
      keys.put(key, route);
    }
    return keys;
  }

  private static String key(Route route) {
    return route.resource() + " -> " + route.target();
  }

  /** Why the routes that lack changes do, by their names. */
  public synchronized Map<String, String> gaps(Collection<Route> configured) {
    Map<String, String> gaps = new LinkedHashMap<>();
    keys(configured)
        .forEach(
            (key, route) ->
                Optional.ofNullable(entries.get(key))
                    .filter(entry -> !entry.gap().isEmpty())
                    .ifPresent(entry -> gaps.put(route.name(), entry.gap())));
    return gaps;
  }

  /** A sync has copied all records of some resources. */
  public synchronized void synced(
      String sync, Collection<String> resources, Collection<Route> configured) {
    Map<String, Entry> next = new LinkedHashMap<>(entries);
    keys(configured)
        .forEach(
            (key, route) -> {
              if (resources.contains(route.resource())) {
                next.computeIfPresent(
                    key, (_, entry) -> entry.notBy().equals(sync) ? entry : Entry.WHOLE);
              }
            });
    save(next);
  }

  /** A route was found to be equal, or its loss was accepted. */
  public synchronized void fill(Collection<Route> routes, Collection<Route> configured) {
    Map<String, Entry> next = new LinkedHashMap<>(entries);
    keys(configured)
        .forEach(
            (key, route) -> {
              if (routes.contains(route)) {
                next.replace(key, Entry.WHOLE);
              }
            });
    save(next);
  }

  private void save(Map<String, Entry> next) {
    Map<String, Document> all = new LinkedHashMap<>();
    next.forEach(
        (key, entry) ->
            all.put(
                key,
                Document.of(
                    "goneSince", entry.goneSince(), "gap", entry.gap(), "notBy", entry.notBy())));
    state.note(name, Document.copyOf(all).toJson());
    entries = next;
  }

  private static Map<String, Entry> read(Optional<String> note) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    note.map(Document::parse)
        .ifPresent(
            noted ->
                noted
                    .names()
                    .forEach(
                        key -> {
                          Document entry = noted.document(key);
                          entries.put(
                              key,
                              new Entry(
                                  entry.text("goneSince"), entry.text("gap"), entry.text("notBy")));
                        }));
    return entries;
  }
}
