package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * One of several processes that write the same records, each with a journal of its own. Started as
 * {@code WriterChild SOURCE MIRROR JOURNAL NAME SEED WRITES}; it writes, waits until its changes
 * have arrived, and ends. The one whose name begins with {@code watch} looks for changes of
 * programs without a journal, too.
 */
final class WriterChild {
  static final String RESOURCE = "items";
  static final int KEYS = 16;
  private static final int THREADS = 4;
  private static final Duration LONG = Duration.ofMinutes(2);

  private WriterChild() {}

  /** Writes, drains, ends. */
  public static void main(String[] args) throws InterruptedException {
    String name = args[3];
    boolean watches = name.startsWith("watch");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(Path.of(args[2]))
            .writer(name)
            .watch(watches ? WatchOptions.every(Duration.ofMillis(100)) : WatchOptions.off())
            .closeTimeout(Duration.ofSeconds(30))
            .replicator("s3db", r -> r.resources(RESOURCE).config("connectionString", args[1]))
            .build();
    try (S3db db = S3db.builder().connectionString(args[0]).plugin(plugin).connect()) {
      System.out.println("READY");
      write(db.resource(RESOURCE), Long.parseLong(args[4]), Integer.parseInt(args[5]));
      boolean walked = !watches || plugin.watch().awaitWalk(LONG);
      boolean done = walked && plugin.awaitReplicated(LONG);
      System.out.println((done ? "DONE " : "STUCK ") + plugin.status() + plugin.statistics());
    }
  }

  static void write(Resource items, long seed, int writes) throws InterruptedException {
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed * THREADS + i);
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int n = 0; n < writes / THREADS; n++) {
                      change(items, random, n);
                    }
                  });
    }
    for (Thread each : threads) {
      each.join();
    }
  }

  private static void change(Resource items, Random random, int n) {
    String id = "k" + random.nextInt(KEYS);
    try {
      switch (random.nextInt(6)) {
        case 0 -> items.delete(id);
        case 1 -> items.insert(Document.of("id", id, "n", n));
        case 2 -> items.replace(id, Document.of("n", -n));
        default -> items.upsert(Document.of("id", id, "n", random.nextInt(1_000_000)));
      }
    } catch (S3dbException _) {
      // another process was faster: there is a record where there was none, or the other way round
    }
  }
}
