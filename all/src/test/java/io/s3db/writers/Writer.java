package io.s3db.writers;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.replicator.ReplicatorPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of several processes that write the same records, each with a journal of its own, to a table
 * and to another database. Started as {@code Writer SOURCE WAREHOUSE BACKUP FOLDER NAME SEED
 * WRITES}; it tells how far it is, waits until its changes have arrived, and ends.
 */
final class Writer {
  static final String RESOURCE = "items";
  static final String WAREHOUSE = "warehouse";
  static final String BACKUP = "backup";
  private static final int KEYS = 16;
  private static final int THREADS = 4;
  private static final Duration LONG = Duration.ofMinutes(2);

  private Writer() {}

  /** Writes, delivers, ends. */
  public static void main(String[] args) throws InterruptedException {
    ReplicatorPlugin plugin = plugin(args[1], args[2], Path.of(args[3]), args[4]);
    try (S3db db = S3db.builder().connectionString(args[0]).plugin(plugin).connect()) {
      write(db.resource(RESOURCE), Long.parseLong(args[5]), Integer.parseInt(args[6]));
      boolean done = plugin.awaitReplicated(LONG);
      System.out.println((done ? "DONE " : "STUCK ") + plugin.status());
    }
  }

  static ReplicatorPlugin plugin(String warehouse, String backup, Path folder, String name) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal-" + name))
        .writer(name)
        .closeTimeout(Duration.ofSeconds(30))
        .replicator(
            "postgresql",
            r -> r.id(WAREHOUSE).resources(RESOURCE).config("connectionString", warehouse))
        .replicator(
            "s3db", r -> r.id(BACKUP).resources(RESOURCE).config("connectionString", backup))
        .build();
  }

  private static void write(Resource items, long seed, int writes) throws InterruptedException {
    AtomicInteger written = new AtomicInteger();
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed * THREADS + i);
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (written.incrementAndGet() <= writes) {
                      change(items, random);
                      System.out.println("WROTE " + written.get());
                    }
                  });
    }
    for (Thread each : threads) {
      each.join();
    }
  }

  private static void change(Resource items, Random random) {
    String id = "k" + random.nextInt(KEYS);
    int n = random.nextInt(1_000_000);
    try {
      switch (random.nextInt(6)) {
        case 0 -> items.delete(id);
        case 1 -> items.insert(Document.of("id", id, "n", n));
        case 2 -> items.replace(id, Document.of("n", n));
        default -> items.upsert(Document.of("id", id, "n", n));
      }
    } catch (S3dbException _) {
      // another process was faster: there is a record where there was none, or the other way round
    }
  }
}
