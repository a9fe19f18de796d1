package io.s3db;

import io.s3db.catalog.ResourceDefinition;
import io.s3db.query.PartitionChoice;
import io.s3db.write.Change;
import io.s3db.write.RecordFormat;
import io.s3db.write.Written;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * <p>A record that cannot be understood can be deleted by its id, and replaced; its fields are not
 * shown to anybody then, and its partition references stay until {@link #repairPartitions}. It
 * cannot be updated.
 *
 * <p>{@link Middleware} runs around every method, hooks run inside of it, and events are told
 * afterwards. Requests: insert one PUT; update, upsert, replace and delete a GET and a write; each
 * partition reference that changes one more (a replace writes all of them). Safe for use by many
 * threads.
 */
public final class Resource {
  private final ResourceParts parts;
  private final ResourceCalls calls;
  private final MiddlewareChain chain;
  private final Guards guards;

  Resource(Engine engine, CurrentFormat format) {
    ResourceEvents events = new ResourceEvents(format.now().name());
    Hooks hooks = new Hooks(format.now().name(), events);
    this.parts = new ResourceParts(engine, format, events, hooks, new NewIds(engine, format));
    this.calls = new ResourceCalls(parts, this);
    this.chain = new MiddlewareChain(calls::answer);
    this.guards = new Guards(format.now().name());
  }

  /** The resource's name. */
  public String name() {
    return parts.name();
  }

  /** The current definition. */
  public ResourceDefinition definition() {
    return parts.format().now().resource().definition();
  }

  CurrentFormat format() {
    return parts.format();
  }

  void evolve(RecordFormat changed) {
    String before = parts.format().now().resource().version();
    parts.format().evolve(changed);
    String after = changed.resource().version();
    if (!before.equals(after)) {
      Document details = Document.of("oldVersion", before, "newVersion", after);
      parts.events().emit(ResourceEvent.told("versionUpdated", name(), null, details));
    }
  }

  void close() {
    parts.events().close();
  }

  Written write(String id, Change change) {
    return parts.write(id, change);
  }

  @SuppressWarnings("unchecked") // the chain checks the raw type; the method names the rest
  private <R> R ask(Call<R> call) {
    return (R) Objects.requireNonNull(chain.run(call));
  }

  /**
   * Stores a new record: with the {@code id} among its fields, or with one made as the definition
   * says.
   *
   * @return the record as stored, with its id
   * @throws RecordExistsException if the id is taken
   * @throws ValidationException with everything that is wrong
   */
  public Document insert(Document fields) {
    return ask(new Call.Insert(fields));
  }

  /** As {@link #insert(Document)}. */
  public Document insert(Map<String, ? extends @Nullable Object> fields) {
    return insert(Document.copyOf(fields));
  }

  /** As {@link #insert(Document)}, with this id. */
  public Document insert(String id, Document fields) {
    return insert(fields.with("id", id));
  }

  /** Stores new records independently of each other, several at once. */
  public BulkResult insertMany(List<Document> records) {
    return insertMany(records, BulkProgress.NONE);
  }

  /** As {@link #insertMany(List)}, telling how far it is. */
  public BulkResult insertMany(List<Document> records, BulkProgress progress) {
    return ask(new Call.InsertMany(List.copyOf(records), progress));
  }

  /**
   * Stores new records independently of each other, however many there are: no more are held than
   * are being written. The stream is closed.
   *
   * @param failed told of each record that was not written, in the order given
   * @return how many were
   */
  public long insertAll(
      Stream<Document> records, Consumer<BulkResult.Failure> failed, BulkProgress progress) {
    return ask(new Call.InsertAll(records, failed, progress));
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
    return ask(new Call.Get(id));
  }

  /** The records of these ids, in this order, read several at once; missing ones are left out. */
  public List<Document> getMany(List<String> ids) {
    return ask(new Call.GetMany(List.copyOf(ids)));
  }

  /** Whether there is a record of this id. */
  public boolean exists(String id) {
    return ask(new Call.Exists(id));
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
    return ask(new Call.Update(id, partial));
  }

  /** As {@link #update(String, Document)}. */
  public Document update(String id, Map<String, ? extends @Nullable Object> partial) {
    return update(id, Document.copyOf(partial));
  }

  /**
   * Changes a record depending on what it is, such as {@code r -> r.with("n", r.integer("n") + 1)}.
   * The function gets the fields without the id, may be called several times (after each lost
   * race), and its result is the whole record. It must not write records itself.
   */
  public Document update(String id, UnaryOperator<Document> change) {
    return ask(new Call.Change(id, change));
  }

  /** The same as {@link #update(String, Document)}. */
  public Document patch(String id, Document partial) {
    return ask(new Call.Patch(id, partial));
  }

  /**
   * Writes a whole record over whatever there is of this id, with all its partition references.
   *
   * @return the record as stored, with its id
   */
  public Document replace(String id, Document fields) {
    return ask(new Call.Replace(id, fields));
  }

  /** Inserts a record, or updates the one there is of its {@code id}. */
  public Document upsert(Document fields) {
    return ask(new Call.Upsert(fields));
  }

  /**
   * Deletes a record, also one that cannot be read.
   *
   * @return the record as it was; of one that could not be read, its id alone
   * @throws RecordNotFoundException if there is none of this id
   */
  public Document delete(String id) {
    return ask(new Call.Delete(id));
  }

  /**
   * As {@link #update(String, Document)}, if the record is still what the caller thinks.
   *
   * @param condition is shown the record with its id, again after each lost race, and throws to
   *     leave it as it is
   */
  public Document updateIf(String id, Document partial, Consumer<Document> condition) {
    return ask(new Call.UpdateIf(id, partial, condition));
  }

  /**
   * As {@link #replace}, if there is a record, and it is still what the caller thinks.
   *
   * @param condition as for {@link #updateIf}
   * @throws RecordNotFoundException if there is none of this id
   */
  public Document replaceIf(String id, Document fields, Consumer<Document> condition) {
    return ask(new Call.ReplaceIf(id, fields, condition));
  }

  /**
   * As {@link #delete}, if the record is still what the caller thinks.
   *
   * @param condition as for {@link #updateIf}; of a record that cannot be read it is shown the id
   *     alone
   */
  public Document deleteIf(String id, Consumer<Document> condition) {
    return ask(new Call.DeleteIf(id, condition));
  }

  /** Deletes records independently of each other, several at once. */
  public BulkResult deleteMany(List<String> ids) {
    return ask(new Call.DeleteMany(List.copyOf(ids)));
  }

  /**
   * Deletes every record, one by one, so that every deletion is seen by interceptors and events.
   *
   * @return how many were deleted
   * @throws S3dbException if the resource is paranoid (nothing was deleted then), or if some could
   *     not be deleted; the others are
   */
  public long deleteAll() {
    return ask(new Call.DeleteAll());
  }

  /**
   * As {@link #deleteAll}, and then everything else that lies below the resource's name: partition
   * references, sequences, data of plugins. The definition stays.
   *
   * @return how many objects were deleted
   */
  public long deleteAllData() {
    return ask(new Call.DeleteAllData());
  }

  /** All records, in the byte order of their ids: they must fit into memory. */
  public List<Document> list() {
    return list(ListOptions.all());
  }

  /** The first records, in the byte order of their ids. */
  public List<Document> list(long limit) {
    return list(ListOptions.first(limit));
  }

  /**
   * Records in the byte order of their ids, read several at once; of a partition in the order of
   * its keys.
   */
  public List<Document> list(ListOptions options) {
    return ask(new Call.ListRecords(options));
  }

  /** Ids in byte order; of a partition those its references name, stale ones included. */
  public List<String> listIds(ListOptions options) {
    return ask(new Call.ListIds(options));
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
    return ask(new Call.Count(options));
  }

  /**
   * A page of records in the byte order of their ids, or of a partition's keys. It may hold fewer
   * than asked for, even none, where records were deleted meanwhile.
   */
  public Page page(PageRequest request) {
    return ask(new Call.PageOf(request));
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
    return ask(new Call.StreamRecords(options));
  }

  /** The records that meet conditions. */
  public List<Document> query(Query query) {
    return ask(new Call.Find(query));
  }

  /** As {@link #query(Query)}, in the form {@link Query#parse} reads. */
  public List<Document> query(Map<String, ? extends @Nullable Object> query) {
    return query(Query.parse(query));
  }

  /** The partition from which a {@link Query#planned} query would be answered, if any. */
  public Optional<PartitionChoice> plan(Query query) {
    return calls.plan(query);
  }

  /** A record, if it is in the partition with these values: its reference is there and right. */
  public Optional<Document> getFromPartition(
      String partition, Map<String, ? extends @Nullable Object> values, String id) {
    return ask(new Call.GetFromPartition(partition, Document.copyOf(values).toMap(), id));
  }

  /**
   * Compares every partition reference with the records: writes those that are missing, because a
   * partition was declared after records were written or a process died in between, and removes
   * those that stand for nothing. Records may be written meanwhile. Running it twice does no harm.
   *
   * <p>Requests: a GET for each record, a HEAD and a GET for each reference.
   */
  public PartitionRepair repairPartitions() {
    return ask(new Call.RepairPartitions());
  }

  /**
   * Puts bytes beside the fields of a record, in place of those there. They stay when fields
   * change; an empty array takes them away. All fields must fit into metadata beside them.
   *
   * @return the record
   * @throws RecordNotFoundException if there is none of this id
   * @throws S3dbException with code {@code CONTENT_IN_THE_WAY} if the fields lie in the body, or
   *     the bytes would be taken for fields
   */
  public Document setContent(String id, Content content) {
    return ask(new Call.SetContent(id, content));
  }

  /**
   * As {@link #setContent(String, Content)}, with all bytes of a stream, which is not closed. If it
   * fails before its end nothing is changed.
   *
   * @throws S3dbException with code {@code CONTENT_UNREADABLE} if the stream fails
   */
  public Document setContent(String id, InputStream stream, String type) {
    return setContent(id, Content.of(stream, type));
  }

  /**
   * As {@link #setContent(String, Content)}, with the next {@code length} bytes of a stream, which
   * is not closed. If it ends before nothing is changed.
   *
   * @throws S3dbException with code {@code CONTENT_UNREADABLE} if the stream fails
   */
  public Document setContent(String id, InputStream stream, long length, String type) {
    return setContent(id, Content.of(stream, length, type));
  }

  /**
   * As {@link #setContent(String, Content)}, with the bytes of a file.
   *
   * @throws IOException if there is no such file
   */
  public Document setContent(String id, Path file, String type) throws IOException {
    return setContent(id, Content.of(file, type));
  }

  /**
   * The bytes beside a record, or nothing if there are none, or no such record. Those over 1 MiB
   * are read from the store when they are asked for.
   */
  public Optional<Content> content(String id) {
    return ask(new Call.ReadContent(id));
  }

  /** Whether there are bytes beside a record. */
  public boolean hasContent(String id) {
    return ask(new Call.HasContent(id));
  }

  /**
   * Takes away the bytes beside a record, if there are any.
   *
   * @return the record
   * @throws RecordNotFoundException if there is none of this id
   */
  public Document deleteContent(String id) {
    return ask(new Call.DeleteContent(id));
  }

  /**
   * Makes ids of new records that bring none, from their fields; where it gives none, they are
   * random. It is set for this process, and not stored.
   */
  public void idGenerator(Function<Document, @Nullable String> generator) {
    parts.ids().make(generator);
  }

  /** Puts a middleware inside those there are, around every method. */
  public void use(Middleware middleware) {
    chain.add(middleware);
  }

  /**
   * Runs a function before an operation, after those there are; what it throws refuses the
   * operation. {@link HookPoint} says what it is given and what its result is good for. It may run
   * again after a lost race, and must not write the same record.
   */
  public void before(HookPoint point, UnaryOperator<Document> hook) {
    parts.hooks().addBefore(point, hook);
  }

  /**
   * Runs a function after an operation, after those there are. What it throws after a write is
   * logged and told as an {@code error} event: the write has happened.
   */
  public void after(HookPoint point, UnaryOperator<Document> hook) {
    parts.hooks().addAfter(point, hook);
  }

  /** Who may do what, for programs that ask: methods of the resource do not. */
  public Guards guards() {
    return guards;
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
    parts.events().on(event, listener);
  }
}
