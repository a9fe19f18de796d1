package io.s3db;

import io.s3db.catalog.ResourceDefinition;
import io.s3db.partition.PartitionFailure;
import io.s3db.store.ListPage;
import io.s3db.write.Change;
import io.s3db.write.RecordFormat;
import io.s3db.write.RecordIds;
import io.s3db.write.Written;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group of records of one kind.
 *
 * <p>Every write is atomic, and guarded against all other writers of the database that use this
 * library: no update is lost. A write returns once the store acknowledged it and the partition
 * references were brought up to date, as far as that was possible. It throws {@link
 * OutcomeUnknownException} if nobody knows whether it happened; any other exception means that
 * nothing was written. An interrupt ends a call and leaves the thread's flag set.
 *
 * <p>With {@code timestamps}, an insert sets {@code createdAt} and {@code updatedAt}, whatever was
 * passed in; an update sets {@code updatedAt} and keeps {@code createdAt}; a replace takes {@code
 * createdAt} if it is passed in, else keeps that of the record, else sets it.
 *
 * <p>Records that cannot be understood are never left out silently: {@link #get}, {@link #getMany},
 * {@link #list}, {@link #query}, {@link #page} and {@link #stream} throw an {@link
 * UnreadableRecordException} that names the record, after the records before it; with {@link
 * ListOptions#onUnreadable} they are told of instead, and the others are read. In any case an
 * {@code error} event is emitted.
 *
 * <p>Requests: insert one PUT; update, upsert, replace and delete a GET and a write; each partition
 * reference that changes one more (a replace writes all of them). Safe for use by many threads.
 */
public final class Resource {
  private final Engine engine;
  private final ResourceEvents events;
  private final CurrentFormat format;

  Resource(Engine engine, CurrentFormat format) {
    this.engine = engine;
    this.format = format;
    this.events = new ResourceEvents(format.now().name());
  }

  /** The resource's name. */
  public String name() {
    return format.now().name();
  }

  /** The current definition. */
  public ResourceDefinition definition() {
    return format.now().resource().definition();
  }

  CurrentFormat format() {
    return format;
  }

  void evolve(RecordFormat changed) {
    format.evolve(changed);
  }

  void close() {
    events.close();
  }

  /**
   * Stores a new record: with the {@code id} among its fields, or with a random one.
   *
   * @return the record as stored, with its id
   * @throws RecordExistsException if the id is taken
   * @throws ValidationException with everything that is wrong
   */
  public Document insert(Document fields) {
    return insertAs(idOf(fields), fields);
  }

  /** As {@link #insert(Document)}. */
  public Document insert(Map<String, ? extends @Nullable Object> fields) {
    return insert(Document.copyOf(fields));
  }

  /** As {@link #insert(Document)}, with this id. */
  public Document insert(String id, Document fields) {
    return insertAs(id, fields);
  }

  private Document insertAs(String id, Document fields) {
    return after(write(id, Changes.insert(id, fields)));
  }

  /** Stores new records independently of each other, several at once. */
  public BulkResult insertMany(List<Document> records) {
    BulkResult result = bulk(records, record -> record.text("id", ""), this::insert);
    events.emit(ResourceEvent.counted("inserted-many", name(), result.succeeded().size()));
    return result;
  }

  /**
   * A record.
   *
   * @throws RecordNotFoundException if there is none of this id
   */
  public Document get(String id) {
    return find(id).orElseThrow(() -> new RecordNotFoundException("read", name(), id));
  }

  /** A record, or nothing if there is none of this id. */
  public Optional<Document> find(String id) {
    try {
      Optional<Document> found = listing().find(id);
      found.ifPresent(
          record -> events.emit(ResourceEvent.changed("fetched", name(), id, null, record)));
      return found;
    } catch (UnreadableRecordException e) {
      events.emit(ResourceEvent.failed("error", name(), id, Document.of(), e));
      throw e;
    }
  }

  /** The records of these ids, in this order, read several at once; missing ones are left out. */
  public List<Document> getMany(List<String> ids) {
    try (Stream<Document> records = listing().read(ids.iterator(), null)) {
      List<Document> all = records.toList();
      events.emit(ResourceEvent.counted("fetched-many", name(), all.size()));
      return all;
    }
  }

  /** Whether there is a record of this id. */
  public boolean exists(String id) {
    return engine.twoStepDeletes()
        ? listing().find(id).isPresent()
        : engine.store().head(format.now().keyOf(id)).isPresent();
  }

  /**
   * Changes some fields: nested objects are merged one level deep, dotted names walk deeper,
   * everything else (lists, null) replaces what was there.
   *
   * @return the whole record as stored, with its id
   * @throws RecordNotFoundException if there is none of this id
   * @throws ValidationException if the record would not be valid any more
   */
  public Document update(String id, Document partial) {
    return after(write(id, Changes.update("update", id, record -> Merge.into(record, partial))));
  }

  /** As {@link #update(String, Document)}. */
  public Document update(String id, Map<String, ? extends @Nullable Object> partial) {
    return update(id, Document.copyOf(partial));
  }

  /**
   * Changes a record depending on what it is, such as {@code r -> r.with("n", r.integer("n") + 1)}.
   * The function gets the fields without the id, may be called several times (after each lost
   * race), and its result is the whole record.
   */
  public Document update(String id, UnaryOperator<Document> change) {
    return after(write(id, Changes.update("update", id, change)));
  }

  /** The same as {@link #update(String, Document)}. */
  public Document patch(String id, Document partial) {
    return after(write(id, Changes.update("patch", id, record -> Merge.into(record, partial))));
  }

  /**
   * Writes a whole record over whatever there is of this id, with all its partition references.
   *
   * @return the record as stored, with its id
   */
  public Document replace(String id, Document fields) {
    return after(write(id, Changes.replace(fields)));
  }

  /** Inserts a record, or updates the one there is of its {@code id}. */
  public Document upsert(Document fields) {
    if (!fields.has("id")) {
      throw new S3dbException(
          "INVALID_ID", "An upsert into '" + name() + "' needs an id.", "Use insert without one.");
    }
    String id = idOf(fields);
    return after(write(id, Changes.upsert(id, fields)));
  }

  /**
   * Deletes a record.
   *
   * @return the record as it was
   * @throws RecordNotFoundException if there is none of this id
   */
  public Document delete(String id) {
    return Objects.requireNonNull(write(id, Changes.delete(id)).before());
  }

  /** Deletes records independently of each other, several at once. */
  public BulkResult deleteMany(List<String> ids) {
    BulkResult result = bulk(ids, id -> id, this::delete);
    events.emit(ResourceEvent.counted("deleted-many", name(), result.succeeded().size()));
    return result;
  }

  /**
   * Deletes every record, one by one, so that every deletion is seen by interceptors and events.
   *
   * @return how many were deleted
   * @throws S3dbException if the resource is paranoid (nothing was deleted then), or if some could
   *     not be deleted; the others are
   */
  public long deleteAll() {
    if (definition().paranoid()) {
      throw new S3dbException(
          "RESOURCE_PARANOID",
          "Deleting all records of '" + name() + "' is refused, because it is paranoid.",
          "Declare it with paranoid(false) first.");
    }
    List<S3dbException> failures = new ArrayList<>();
    long deleted;
    Iterator<String> ids = listing().ids(ListOptions.all(), Long.MAX_VALUE);
    try (Stream<Optional<S3dbException>> fates = engine.writes().each(ids, this::deleteOne)) {
      deleted = fates.filter(fate -> fate.filter(e -> keep(failures, e)).isEmpty()).count();
    }
    events.emit(ResourceEvent.counted("deleted-all", name(), deleted));
    if (!failures.isEmpty()) {
      throw incomplete(deleted, failures);
    }
    return deleted;
  }

  private Optional<S3dbException> deleteOne(String id) {
    try {
      delete(id);
      return Optional.empty();
    } catch (S3dbException e) {
      return Optional.of(e);
    }
  }

  /** A record that somebody else deleted meanwhile is gone as well, but we did not delete it. */
  private static boolean keep(List<S3dbException> failures, S3dbException failure) {
    if (!(failure instanceof RecordNotFoundException)) {
      failures.add(failure);
    }
    return true;
  }

  private S3dbException incomplete(long deleted, List<S3dbException> failures) {
    S3dbException incomplete =
        new S3dbException(
            "DELETE_INCOMPLETE",
            String.format(
                Locale.ROOT,
                "Of the records of '%s', %d were deleted and %d were not; the first: %s",
                name(),
                deleted,
                failures.size(),
                failures.getFirst().getMessage()),
            null,
            failures.getFirst());
    failures.stream().skip(1).limit(10).forEach(incomplete::addSuppressed);
    return incomplete;
  }

  /** The first records, in the byte order of their ids. */
  public List<Document> list(long limit) {
    return list(ListOptions.first(limit));
  }

  /** Records in the byte order of their ids, read several at once. */
  public List<Document> list(ListOptions options) {
    try (Stream<Document> records = listing().records(options)) {
      List<Document> all = records.toList();
      events.emit(ResourceEvent.counted("list", name(), all.size()));
      return all;
    }
  }

  /** Ids in byte order; of a partition those its references name, stale ones included. */
  public List<String> listIds(ListOptions options) {
    List<String> ids = new ArrayList<>();
    listing().ids(options, options.limit()).forEachRemaining(ids::add);
    events.emit(ResourceEvent.counted("listed-ids", name(), ids.size()));
    return ids;
  }

  /** The first ids, in byte order. */
  public List<String> listIds(long limit) {
    return listIds(ListOptions.first(limit));
  }

  /** How many records there are: the store's keys are counted, no record is read. */
  public long count() {
    return count(ListOptions.all());
  }

  /** How many keys a listing has; of a partition its references, stale ones included. */
  public long count(ListOptions options) {
    long count = 0;
    for (Iterator<String> ids = listing().ids(options, options.limit()); ids.hasNext(); ) {
      ids.next();
      count++;
    }
    events.emit(ResourceEvent.counted("count", name(), count));
    return count;
  }

  /**
   * A page of records in the byte order of their ids. It may hold fewer than asked for, even none,
   * where records were deleted meanwhile.
   */
  public Page page(PageRequest request) {
    String prefix = format.now().keyPrefix();
    String after = request.cursor() == null ? null : PageCursor.lastKey(request.cursor(), prefix);
    ListPage keys = engine.store().list(prefix, after, request.size());
    Iterator<String> ids =
        keys.entries().stream()
            .map(entry -> entry.key().value().substring(prefix.length()))
            .iterator();
    try (Stream<Document> records = listing().read(ids, null)) {
      List<Document> items = records.toList();
      String cursor =
          keys.more() && !keys.entries().isEmpty()
              ? PageCursor.write(prefix, keys.entries().getLast().key().value(), request.size())
              : null;
      events.emit(ResourceEvent.counted("paginated", name(), items.size()));
      return new Page(items, cursor);
    }
  }

  /**
   * All records in the byte order of their ids, however many there are. Close the stream unless it
   * is read to its end; at most as many records as may be read at once are held ahead.
   */
  public Stream<Document> stream() {
    return stream(ListOptions.all());
  }

  /** As {@link #stream()}, of a listing. */
  public Stream<Document> stream(ListOptions options) {
    return listing().records(options);
  }

  /** The records that meet conditions. */
  public List<Document> query(Query query) {
    try (Stream<Document> records = stream()) {
      Stream<Document> matching = records.filter(query::matches);
      return query.order().map(matching::sorted).orElse(matching).limit(query.most()).toList();
    }
  }

  /** As {@link #query(Query)}, in the form {@link Query#parse} reads. */
  public List<Document> query(Map<String, ? extends @Nullable Object> query) {
    return query(Query.parse(query));
  }

  /**
   * Tells a listener of what happens to the resource in this process: {@code inserted}, {@code
   * updated}, {@code deleted}, {@code fetched}, {@code error} and others, and of one record with
   * its id, such as {@code updated:o1}. Listeners are called one after another, in the order of the
   * events, on a thread of their own; what they throw or how long they take harms no operation.
   *
   * @throws IllegalArgumentException if there is no such event
   */
  public void on(String event, Consumer<ResourceEvent> listener) {
    events.on(event, listener);
  }

  Written write(String id, Change change) {
    engine.checkOpen();
    Written written = format.with(now -> engine.writer().write(now, id, change));
    if (written.operation() != null) {
      String event =
          switch (written.operation()) {
            case INSERT -> "inserted";
            case UPDATE -> "updated";
            case DELETE -> "deleted";
          };
      events.emit(ResourceEvent.changed(event, name(), id, written.before(), written.after()));
      written.failures().forEach(failure -> report(id, failure));
    }
    return written;
  }

  private void report(String id, PartitionFailure failure) {
    Document details = Document.of("key", failure.key().value(), "wanted", failure.wanted());
    events.emit(ResourceEvent.failed("partitionIndexError", name(), id, details, failure.cause()));
  }

  private RecordListing listing() {
    engine.checkOpen();
    return new RecordListing(engine, format, events);
  }

  private String idOf(Document fields) {
    return switch (fields.get("id")) {
      case null -> RecordIds.generate(engine.random(), definition().idSize());
      case String id -> id;
      case Long id -> id.toString();
      default ->
          throw new S3dbException(
              "INVALID_ID",
              "The id of a record of '" + name() + "' is no text: " + fields.get("id") + ".",
              null);
    };
  }

  private static Document after(Written written) {
    return Objects.requireNonNull(written.after());
  }

  private <T> BulkResult bulk(
      List<T> items,
      java.util.function.Function<T, String> id,
      java.util.function.Function<T, Document> work) {
    return Bulk.run(engine.writes(), items, id, work);
  }
}
