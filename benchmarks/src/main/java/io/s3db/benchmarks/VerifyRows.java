package io.s3db.benchmarks;

import io.s3db.json.Json;
import io.s3db.replicator.Durability;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.ListPage;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.StoredObject;
import io.s3db.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes to prove that a table equals the records of a folder.
 *
 * <p>The records are made in memory, some at a time, replicated from there, and laid down as the
 * files that a directory store reads: writing a million of them one by one, each under a lock,
 * would take longer than all that is measured.
 */
final class VerifyRows implements Benchmark {
  private static final double BUDGET = 1_000_000 / 60.0; // a million in a minute
  private static final int AT_ONCE = 100_000;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int records = stage.scale().verified();
    Path folder = stage.freshFolder();
    try (TestDatabase database = stage.freshDatabase()) {
      for (int from = 0; from < records; from += AT_ONCE) {
        fill(folder, stage, from, Math.min(records, from + AT_ONCE), database.connectionString());
      }
      try (ObjectStore store = ObjectStores.open("file://" + folder);
          Source source =
              Source.replicated(
                  store, stage, Durability.PROCESS, 1000, database.connectionString())) {
        source.drain();
        return measure(source, records);
      }
    }
  }

  private static List<Figure> measure(Source source, int records) throws InterruptedException {
    long begun = System.nanoTime();
    VerifyReport report = source.verify();
    double seconds = (System.nanoTime() - begun) / 1e9;
    check(report, records);
    double rate = records / seconds;
    return List.of(
        Figure.of(
                "verification of " + Text.count(records) + " rows in PostgreSQL against a folder",
                "%.1f s, %s".formatted(seconds, Text.rate(rate, "rows")))
            .budget(Text.rate(BUDGET, "rows") + " (1M in 60 s)", rate >= BUDGET));
  }

  private static void check(VerifyReport report, int records) {
    if (!report.isEqual() || report.routes().getFirst().destinationRows() != records) {
      throw new IllegalStateException(report.certificate());
    }
  }

  private static void fill(Path folder, Stage stage, int from, int to, String postgres)
      throws Exception {
    try (ObjectStore store = Source.memory();
        Source source = Source.replicated(store, stage, Durability.MEMORY, 1000, postgres)) {
      Load.range(Load.MANY, from, to, source::insert);
      source.drain();
      layDown(store, folder);
    }
  }

  private static void layDown(ObjectStore store, Path folder) throws Exception {
    List<String> keys = new ArrayList<>();
    @Nullable String after = null;
    ListPage page;
    do {
      page = store.list("", after, 1000);
      page.entries().forEach(entry -> keys.add(entry.key().value()));
      after = keys.getLast();
    } while (page.more());
    keys.removeIf(key -> key.startsWith("plugin=")); // each filling has a journal of its own
    for (String key : keys) {
      Files.createDirectories(folder.resolve(key).getParent());
    }
    Load.range(
        4,
        0,
        keys.size(),
        number -> {
          String key = keys.get(number);
          write(folder.resolve(key), store.get(ObjectKey.of(key)).orElseThrow());
        });
  }

  /** The two files of an object, as s3db.js and the directory store lay them out. */
  private static void write(Path file, StoredObject object)
      throws IOException, NoSuchAlgorithmException {
    ObjectHead head = object.head();
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("metadata", head.metadata());
    meta.put("contentType", head.contentType());
    meta.put("etag", HexFormat.of().formatHex(md5.digest(object.body())));
    meta.put("lastModified", head.lastModified().toString());
    meta.put("size", (long) object.body().length);
    Files.write(file, object.body());
    Files.write(file.resolveSibling(file.getFileName() + ".meta.json"), Json.bytes(meta));
  }
}
