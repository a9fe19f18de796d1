package io.s3db;

import io.s3db.partition.PartitionKeys;
import io.s3db.query.PartitionChoice;
import io.s3db.store.ObjectKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The reading operations of a resource. */
final class ResourceReads {
  private final ResourceParts parts;

  ResourceReads(ResourceParts parts) {
    this.parts = parts;
  }

  Optional<Document> get(Call.Get call) {
    String id = call.id();
    before(HookPoint.GET, id);
    Optional<Document> found = found(id);
    found.ifPresent(
        record ->
            parts.events().emit(ResourceEvent.changed("fetched", parts.name(), id, null, record)));
    return found.map(record -> parts.hooks().afterRead(HookPoint.GET, record));
  }

  private void before(HookPoint point, String id) {
    if (parts.hooks().anyBefore(point)) {
      parts.hooks().before(point, Document.of("id", id));
    }
  }

  private Optional<Document> found(String id) {
    try {
      return parts.listing().find(id);
    } catch (UnreadableRecordException e) {
      parts.events().emit(ResourceEvent.failed("error", parts.name(), id, Document.of(), e));
      throw e;
    }
  }

  boolean exists(Call.Exists call) {
    before(HookPoint.EXISTS, call.id());
    Engine engine = parts.engine();
    engine.checkOpen();
    boolean exists =
        engine.twoStepDeletes()
            ? parts.listing().find(call.id()).isPresent()
            : engine.store().head(parts.format().now().keyOf(call.id())).isPresent();
    if (parts.hooks().anyAfter(HookPoint.EXISTS)) {
      parts.hooks().afterRead(HookPoint.EXISTS, Document.of("id", call.id(), "exists", exists));
    }
    return exists;
  }

  List<Document> getMany(Call.GetMany call) {
    if (parts.hooks().anyBefore(HookPoint.GET_MANY)) {
      parts.hooks().before(HookPoint.GET_MANY, Document.of("ids", call.ids()));
    }
    return all("fetched-many", HookPoint.GET_MANY, parts.listing().ofIds(call.ids()));
  }

  List<Document> list(Call.ListRecords call) {
    beforeListing(HookPoint.LIST, call.options());
    return all("list", HookPoint.LIST, parts.listing().records(call.options()));
  }

  private void beforeListing(HookPoint point, ListOptions options) {
    if (parts.hooks().anyBefore(point)) {
      parts.hooks().before(point, options.toDocument());
    }
  }

  private List<Document> all(String event, HookPoint point, Stream<Document> records) {
    try (Stream<Document> hooked = hooked(point, records)) {
      List<Document> all = hooked.toList();
      parts.count(event, all.size());
      return all;
    }
  }

  private Stream<Document> hooked(HookPoint point, Stream<Document> records) {
    return parts.hooks().anyAfter(point)
        ? records.map(record -> parts.hooks().afterRead(point, record))
        : records;
  }

  List<String> listIds(Call.ListIds call) {
    ListOptions options = call.options();
    List<String> ids = new ArrayList<>();
    parts.listing().keys(options, options.limit()).forEachRemaining(key -> ids.add(key.id()));
    parts.count("listed-ids", ids.size());
    return ids;
  }

  long count(Call.Count call) {
    ListOptions options = call.options();
    beforeListing(HookPoint.COUNT, options);
    RecordListing listing = parts.listing();
    KeyWalk keys =
        new KeyWalk(
            parts.engine().store(),
            listing.prefix(options.partitionName(), options.values()),
            options.offset(),
            options.limit());
    long count = 0;
    for (; keys.hasNext(); count++) {
      keys.next();
    }
    parts.count("count", count);
    if (parts.hooks().anyAfter(HookPoint.COUNT)) {
      parts.hooks().afterRead(HookPoint.COUNT, Document.of("count", count));
    }
    return count;
  }

  Page page(Call.PageOf call) {
    PageRequest request = call.request();
    ListOptions options =
        new ListOptions(
            request.size(), request.skipped(), request.partitionName(), request.values(), null);
    beforeListing(HookPoint.LIST, options);
    Keys keys = keys(request);
    List<Document> items =
        all("paginated", HookPoint.LIST, parts.listing().read(keys.listed.iterator(), null));
    return new Page(items, keys.cursor);
  }

  private record Keys(
      List<RecordListing.Listed> listed, @org.jspecify.annotations.Nullable String cursor) {}

  private Keys keys(PageRequest request) {
    String prefix = parts.listing().prefix(request.partitionName(), request.values());
    String after = request.cursor() == null ? null : PageCursor.lastKey(request.cursor(), prefix);
    if (request.skipped() > 0) {
      KeyWalk walk = new KeyWalk(parts.engine().store(), prefix, request.skipped(), 1);
      after = walk.last();
      if (!walk.hasNext()) {
        return new Keys(List.of(), null);
      }
    }
    var page = parts.engine().store().keys(prefix, after, request.size());
    List<RecordListing.Listed> listed =
        page.keys().stream()
            .map(key -> RecordListing.Listed.of(key, request.partitionName() != null))
            .toList();
    boolean more = page.more() && !listed.isEmpty();
    return new Keys(
        listed, more ? PageCursor.write(prefix, page.keys().getLast(), request.size()) : null);
  }

  Stream<Document> stream(Call.StreamRecords call) {
    beforeListing(HookPoint.LIST, call.options());
    return hooked(HookPoint.LIST, parts.listing().records(call.options()));
  }

  List<Document> query(Call.Find call) {
    Query query = call.query();
    if (parts.hooks().anyBefore(HookPoint.QUERY)) {
      parts.hooks().before(HookPoint.QUERY, query.toDocument());
    }
    ListOptions wanted = query.options();
    ListOptions source = source(query).limit(Long.MAX_VALUE).offset(0);
    try (Stream<Document> records = parts.listing().records(source)) {
      Stream<Document> matching = records.filter(query::matches);
      Stream<Document> ordered = query.order().map(matching::sorted).orElse(matching);
      Stream<Document> window = ordered.skip(wanted.offset()).limit(wanted.limit());
      return hooked(HookPoint.QUERY, window).toList();
    }
  }

  private ListOptions source(Query query) {
    return plan(query)
        .map(choice -> ListOptions.all().partition(choice.partition(), choice.values().toMap()))
        .orElse(query.options());
  }

  Optional<PartitionChoice> plan(Query query) {
    PartitionKeys partitions = parts.format().now().partitions();
    return query.plannable().flatMap(filter -> PartitionChoice.of(filter, partitions));
  }

  Optional<Document> getFromPartition(Call.GetFromPartition call) {
    RecordListing listing = parts.listing();
    String prefix = listing.prefix(call.partition(), Document.copyOf(call.values()));
    parts.format().now().keyOf(call.id()); // refuses what is no id
    Optional<Document> found = found(call.id()).filter(record -> isReferenced(record, prefix));
    found.ifPresent(
        record ->
            parts
                .events()
                .emit(
                    ResourceEvent.changed(
                        "partition-fetched", parts.name(), call.id(), null, record)));
    return found;
  }

  /** The reference must be one the record should have, and must be there. */
  private boolean isReferenced(Document record, String prefix) {
    Iterator<ObjectKey> references =
        parts.format().now().partitions().tolerant(record.id(), record).stream()
            .filter(key -> key.value().startsWith(prefix))
            .iterator();
    return references.hasNext() && parts.engine().store().head(references.next()).isPresent();
  }
}
