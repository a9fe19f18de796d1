package io.s3db.crash;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * The program that is killed while it copies existing records: it tells its parent how far it is,
 * and writes meanwhile. Started as {@code SyncChild FOLDER SEED}.
 */
final class SyncChild {
  private static final Duration GLANCE = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofMinutes(2);

  private SyncChild() {}

  /** Copies to the end, unless it is killed. */
  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    Random random = new Random(Long.parseLong(args[1]));
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("journal"))
            .replicator(
                "s3db",
                r ->
                    r.id("copy")
                        .resources(Shop.RESOURCE)
                        .initialSync(true)
                        .config("connectionString", Shop.target(folder)))
            .build();
    try (S3db db = Shop.open(folder, plugin)) {
      Optional<Sync> sync = plugin.runningSync("copy");
      if (sync.isPresent()) {
        copy(sync.get(), Shop.items(db), random);
      }
      System.out.println((plugin.awaitReplicated(LONG) ? "DONE " : "STUCK ") + plugin.status());
    }
  }

  private static void copy(Sync sync, Resource items, Random random) throws InterruptedException {
    while (!sync.await(GLANCE)) {
      String key = KilledSyncTest.key(random.nextInt(KilledSyncTest.RECORDS));
      if (!items.exists(key)) {
        items.insert(Document.of("id", key, "n", random.nextInt(1_000)));
      } else if (random.nextInt(4) == 0) {
        items.delete(key);
      } else {
        items.update(key, Document.of("n", random.nextInt(1_000)));
      }
      System.out.println("COPIED " + sync.progress().copied());
    }
  }
}
