package io.s3db.replicator.watch;

import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.store.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A bucket, a plugin that watches it, and programs that write it without a plugin. */
final class World implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  static final WatchOptions QUICK = WatchOptions.every(Duration.ofMillis(20));
  private static final AtomicInteger COUNTER = new AtomicInteger();

  final Clock clock = new Clock();
  final BucketStore bucket = new BucketStore(clock);
  final String url = "watch-host-" + COUNTER.incrementAndGet();
  final FakeWarehouse warehouse = FakeWarehouse.named(url);
  final List<Warned> warnings = new CopyOnWriteArrayList<>();
  private final Path folder;
  private S3db other;
  ReplicatorPlugin plugin = ReplicatorPlugin.builder().enabled(false).build();
  S3db db;

  /** A clock that goes on by itself, and can be moved. */
  static final class Clock implements InstantSource {
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
      return Instant.now().plus(offset.get());
    }

    void move(Duration by) {
      offset.updateAndGet(before -> before.plus(by));
    }
  }

  /** A bucket with the resource {@code orders}, and nothing in it. */
  World(Path folder) {
    this.folder = folder;
    this.other = without();
    other.createResource(
        "orders",
        r ->
            r.attribute("total", "number|optional")
                .attribute("note", "string|optional")
                .attribute("pin", "secret|optional"));
    this.db = other;
  }

  private S3db without() {
    return S3db.builder().passphrase("for tests").store(bucket).time(clock).connect();
  }

  /** Another program that uses the library without the plugin. */
  Resource other() {
    return other.resource("orders");
  }

  Resource orders() {
    return db.resource("orders");
  }

  World open() {
    return open(QUICK, folder, r -> r.resources("orders"));
  }

  World open(WatchOptions watch, Consumer<Replicator.Builder> description) {
    return open(watch, folder, description);
  }

  World open(WatchOptions watch, Path journal, Consumer<Replicator.Builder> description) {
    plugin =
        ReplicatorPlugin.builder()
            .journalPath(journal)
            .watch(watch)
            .journalMaxSize(8 << 20) // small files
            .journalRetention(Duration.ofHours(1))
            .closeTimeout(Duration.ofMillis(500))
            .replicator("fake", r -> description.accept(r.config("connectionString", url)))
            .build();
    plugin.on(Warned.class, warnings::add);
    db = S3db.builder().passphrase("for tests").store(bucket).time(clock).plugin(plugin).connect();
    return this;
  }

  /** What other programs did until now has arrived. */
  void settle() throws InterruptedException {
    walk();
    if (!plugin.awaitReplicated(SOON)) {
      throw new AssertionError("not replicated: " + plugin.status());
    }
  }

  void walk() throws InterruptedException {
    if (!plugin.watch().awaitWalk(SOON)) {
      throw new AssertionError("no walk: " + plugin.watch().status());
    }
  }

  static String key(String id) {
    return "resource=orders/data/id=" + id;
  }

  /** A record as s3db.js writes it: fields in metadata, no stamp, no body. */
  void js(String id, int total) {
    Map<String, String> metadata = new HashMap<>();
    try (S3db scratch =
        S3db.builder().passphrase("for tests").store(catalogueOnly()).time(clock).connect()) {
      scratch.resource("orders").insert(Document.of("id", id, "total", total));
      metadata.putAll(scratchObject(scratch, id).head().metadata());
    }
    bucket.write(key(id), new byte[0], metadata);
  }

  private BucketStore scratch = new BucketStore(clock);

  private BucketStore catalogueOnly() {
    scratch = new BucketStore(clock);
    StoredObject catalogue = bucket.at("s3db.json");
    scratch.write("s3db.json", catalogue.body(), catalogue.head().metadata());
    return scratch;
  }

  private StoredObject scratchObject(S3db database, String id) {
    if (database.resources().isEmpty()) {
      throw new AssertionError("the catalogue was not copied");
    }
    return scratch.at(key(id));
  }

  /** The records as they are. */
  Map<String, Document> records() {
    Map<String, Document> all = new TreeMap<>();
    try (S3db reader = without()) {
      reader
          .resource("orders")
          .list(ListOptions.all())
          .forEach(each -> all.put("{\"id\":\"" + each.id() + "\"}", each));
    }
    return all;
  }

  Map<String, Document> rows() {
    return warehouse.rows("orders");
  }

  long warned(String code) {
    return warnings.stream().filter(each -> each.code().equals(code)).count();
  }

  /** Closes the database with the plugin. */
  void shut() {
    db.close();
  }

  @Override
  public void close() {
    db.close();
    other.close();
  }
}
