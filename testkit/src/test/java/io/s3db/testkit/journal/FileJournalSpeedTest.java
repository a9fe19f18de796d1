package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.version.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many changes a second the journal accepts durably. The figure is printed, not judged. */
@Tag("long")
class FileJournalSpeedTest {
  private static final int WRITERS = 64;
  private static final Duration ROUND = Duration.ofSeconds(4);

  @TempDir Path folder;

  @Test
  void acceptsChangesOf64WritersDurably() throws Exception {
    JournalOptions options = JournalOptions.defaults();
    try (Journal journal =
        FileJournal.open(
            folder, options, FileLayer.disk(), InstantSource.system(), new Random(1))) {
      for (int round = 1; round <= 4; round++) {
        long accepted = round(journal);
        System.out.printf("round %d: %,d durable accepts/s%n", round, accepted / ROUND.toSeconds());
        assertThat(accepted).isPositive();
        journal.release(journal.end());
      }
    }
  }

  private static long round(Journal journal) throws InterruptedException {
    LongAdder accepted = new LongAdder();
    long end = System.nanoTime() + ROUND.toNanos();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      PendingWrite write = insert("writer-" + w);
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (System.nanoTime() < end) {
                      journal.outcome(journal.intend(write), Outcome.APPLIED);
                      accepted.increment();
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    return accepted.sum();
  }

  /** About 400 bytes as JSON. */
  private static PendingWrite insert(String id) {
    Document document =
        Document.of("id", id, "userId", "alice", "total", 299.99, "note", "n".repeat(340));
    return new PendingWrite(
        "orders",
        id,
        Operation.INSERT,
        new Version(1, 2, false),
        Version.NONE,
        null,
        null,
        document,
        Instant.EPOCH);
  }
}
