package io.s3db.crash;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * The program that is killed: it writes without end and tells its parent, over a pipe, what it
 * begins and what was acknowledged. Started as {@code CrashChild FOLDER POSTGRES SEED}; with {@code
 * drain} for the seed it delivers what is left and ends.
 */
final class CrashChild {
  static final int WRITERS = 8;
  static final int KEYS = 48;

  private final PrintStream out = System.out;
  private final Resource items;
  private final long seed;

  private CrashChild(Resource items, long seed) {
    this.items = items;
    this.seed = seed;
  }

  /** Writes until it is killed, or drains and ends. */
  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    ReplicatorPlugin plugin = Shop.plugin(folder, args[1]);
    try (S3db db = Shop.open(folder, plugin)) {
      Resource items = Shop.items(db);
      System.out.println("DOUBT " + plugin.statistics().inDoubt());
      if (args[2].equals("drain")) {
        boolean drained = plugin.awaitReplicated(Duration.ofMinutes(2));
        System.out.println((drained ? "DRAINED " : "STUCK ") + plugin.status());
        return;
      }
      System.out.println("READY");
      new CrashChild(items, Long.parseLong(args[2])).write();
    }
  }

  private void write() throws InterruptedException {
    Thread[] writers = new Thread[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers[i] = Thread.ofVirtual().start(() -> writeForEver(writer));
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  /**
   * Each writer has keys of its own, so that what is begun and acknowledged is in order per key.
   */
  private void writeForEver(int writer) {
    Random random = new Random(seed * WRITERS + writer);
    long n = seed * 1_000_000 + writer;
    while (true) {
      String key = "k" + (random.nextInt(KEYS / WRITERS) * WRITERS + writer);
      n += WRITERS;
      boolean exists = items.exists(key);
      boolean delete = exists && random.nextInt(5) == 0;
      tell("B", key, delete ? -1 : n);
      if (delete) {
        items.delete(key);
      } else if (exists) {
        items.update(key, Document.of("n", n));
      } else {
        items.insert(Document.of("id", key, "n", n, "text", "text of " + key));
      }
      tell("A", key, delete ? -1 : n);
    }
  }

  private void tell(String what, String key, long n) {
    synchronized (out) {
      out.println(what + " " + key + " " + n);
      out.flush();
    }
  }
}
