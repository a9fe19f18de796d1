package io.s3db.plugin;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.json.Json;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.KeyPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import io.s3db.write.ObjectLock;
import io.s3db.write.ObjectSequence;
import io.s3db.write.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Small JSON objects of one plugin in the store, below {@code plugin=<slug>/}, or for a resource
 * below {@code resource=<name>/plugin=<slug>/}, where s3db.js keeps those of its plugins.
 *
 * <p>Objects are written with all fields in their body, the form that s3db.js reads exactly;
 * objects of s3db.js with fields in metadata are read as well (it lower-cases the names there).
 * Expired objects are absent. Safe for many threads and processes.
 */
public final class PluginStorage {
  private static final String EXPIRES = "_expiresAt";
  private static final int ATTEMPTS = 100;
  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final Timing timing;
  private final String slug;
  private final String resource;
  private final String prefix;

  /** The storage of the plugin with this slug. */
  public PluginStorage(ObjectStore store, Timing timing, String slug) {
    this(store, timing, slug, "");
  }

  private PluginStorage(ObjectStore store, Timing timing, String slug, String resource) {
    if (!slug.matches("[a-z0-9]+(-+[a-z0-9]+)*")) {
      throw new S3dbException(
          "INVALID_PLUGIN_SLUG",
          "'" + slug + "' cannot name the data of a plugin.",
          "Use lower-case letters and digits, with dashes between them.");
    }
    this.store = store;
    this.timing = timing;
    this.slug = slug;
    this.resource = resource;
    String owner = resource.isEmpty() ? "" : "resource=" + resource + "/";
    this.prefix = owner + "plugin=" + slug + "/";
  }

  /** The storage of the same plugin for one resource; it goes with the data of the resource. */
  public PluginStorage forResource(String name) {
    return new PluginStorage(store, timing, slug, name);
  }

  /** The first characters of the keys of all objects. */
  public String prefix() {
    return prefix;
  }

  /** What lies under a name, such as {@code config} or {@code users/alice}. */
  public Optional<Document> get(String name) {
    return entry(name).map(Entry::fields);
  }

  /**
   * An object and its state.
   *
   * @param fields of the object
   * @param etag its state, for {@link #replace}
   */
  public record Entry(Document fields, ETag etag) {}

  /** What lies under a name, and its state. An object that has expired is removed. */
  public Optional<Entry> entry(String name) {
    Optional<StoredObject> found = store.get(key(name));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Document fields = StorageFields.of(found.get());
    ETag etag = found.get().head().etag();
    if (StorageFields.expires(fields).filter(this::isPast).isPresent()) {
      store.delete(key(name), guarded(Precondition.matches(etag)));
      return Optional.empty();
    }
    return Optional.of(new Entry(StorageFields.shown(fields), etag));
  }

  private boolean isPast(Instant end) {
    return end.isBefore(timing.time().instant());
  }

  /**
   * Writes an object over whatever there is.
   *
   * @throws OutcomeUnknownException if nobody knows whether it was written
   */
  public void set(String name, Document fields) {
    store.put(key(name), object(fields), Precondition.none());
  }

  /** As {@link #set(String, Document)}; the object is absent once this time has passed. */
  public void set(String name, Document fields, Duration lasts) {
    if (lasts.isNegative() || lasts.isZero()) {
      throw new IllegalArgumentException(
          "object '" + name + "' would last " + lasts + ": a time to live is positive");
    }
    set(name, fields.with(EXPIRES, timing.time().instant().plus(lasts).toEpochMilli()));
  }

  /** Writes an object if there is none. */
  public boolean create(String name, Document fields) {
    var _ = entry(name); // an expired one makes way
    return store.put(key(name), object(fields), guarded(Precondition.absent()))
        instanceof PutOutcome.Written;
  }

  /** Writes an object if it is still in this state. */
  public boolean replace(String name, Document fields, ETag state) {
    return store.put(key(name), object(fields), guarded(Precondition.matches(state)))
        instanceof PutOutcome.Written;
  }

  /**
   * Changes an object depending on what it is, an empty one if there is none; tried again after
   * each lost race. An end it had stays.
   *
   * @return what was written
   */
  public Document update(String name, UnaryOperator<Document> change) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<StoredObject> found = store.get(key(name));
      Document stored = found.map(StorageFields::of).orElse(Document.of());
      Optional<Instant> end = StorageFields.expires(stored);
      boolean past = end.filter(this::isPast).isPresent();
      Document changed = change.apply(past ? Document.of() : StorageFields.shown(stored));
      Document next =
          end.isPresent() && !past ? changed.with(EXPIRES, end.get().toEpochMilli()) : changed;
      Precondition condition =
          found
              .map(object -> Precondition.matches(object.head().etag()))
              .orElseGet(Precondition::absent);
      if (store.put(key(name), object(next), guarded(condition)) instanceof PutOutcome.Written) {
        return changed;
      }
    }
    throw new S3dbException(
        "STORAGE_CONTENDED",
        "The object '%s' changed under us %d times.".formatted(key(name), ATTEMPTS),
        "Use one object for each writer.");
  }

  /** Adds to a number of an object, which is 0 if it is not there. Returns the sum. */
  public long increment(String name, String field, long by) {
    return update(name, fields -> fields.with(field, Math.addExact(fields.integer(field, 0), by)))
        .integer(field);
  }

  /** Removes an object; false if there is none. */
  public boolean delete(String name) {
    ObjectKey key = key(name);
    return store.head(key).isPresent()
        && store.delete(key, Precondition.none()) == DeleteOutcome.DELETED;
  }

  /** The names of all objects that start with a text, in byte order, sequences and locks too. */
  public List<String> list(String start) {
    List<String> names = new ArrayList<>();
    String last = null;
    KeyPage page;
    do {
      page = store.keys(prefix + start, last, PAGE);
      for (String key : page.keys()) {
        names.add(key.substring(prefix.length()));
        last = key;
      }
    } while (page.more() && !page.keys().isEmpty());
    return List.copyOf(names);
  }

  /** Removes all objects of the plugin here; those for resources are elsewhere. */
  public void deleteAll() {
    list("").forEach(name -> store.delete(key(name), Precondition.none()));
  }

  /** A sequence of numbers, from 1; each is given once. */
  public long next(String sequence) {
    return next(sequence, 1, 1);
  }

  /** The next number of a sequence that begins with {@code start}. */
  public long next(String sequence, long start, long increment) {
    Document identity =
        Document.of("name", sequence, "resourceName", resource.isEmpty() ? null : resource);
    return new ObjectSequence(store, timing, prefix + "sequence=" + sequence, identity)
        .take(1, start, increment);
  }

  /** Takes a lock that expires by itself, if nobody has it. */
  public Optional<ObjectLock.Held> tryLock(String name, Duration lasts) {
    return new ObjectLock(store, timing, key("locks/" + name), lasts).tryTake();
  }

  private ObjectKey key(String name) {
    try {
      return ObjectKey.of(prefix + name);
    } catch (IllegalArgumentException e) {
      throw new S3dbException(
          "INVALID_PLUGIN_KEY",
          "'%s' names no object: %s.".formatted(name, e.getMessage()),
          null,
          e);
    }
  }

  private Precondition guarded(Precondition wanted) {
    boolean delete = wanted instanceof Precondition.Matches;
    ObjectStore.Capabilities can = store.capabilities();
    boolean kept = can.conditionalWrites() && (!delete || can.conditionalDeletes());
    return kept ? wanted : Precondition.none();
  }

  private static NewObject object(Document fields) {
    for (String name : fields.names()) {
      if (fields.get(name) == null) {
        throw new S3dbException(
            "INVALID_PLUGIN_DATA",
            "The field '" + name + "' is null, which s3db.js could not read.",
            "Leave the field out.");
      }
    }
    return new NewObject(Json.bytes(fields.toMap()), "application/json", Map.of());
  }
}
