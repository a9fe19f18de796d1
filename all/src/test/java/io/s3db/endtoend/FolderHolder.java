package io.s3db.endtoend;

import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

/** A process that holds a journal folder until it is killed. */
final class FolderHolder {
  private FolderHolder() {}

  /** Opens the journal of a folder, says so, and waits. */
  public static void main(String[] args) throws IOException {
    try (Journal _ =
        FileJournal.open(
            Path.of(args[0]),
            JournalOptions.defaults(),
            FileLayer.disk(),
            InstantSource.system(),
            new Random())) {
      System.out.println("HELD");
      int _ = System.in.read();
    }
  }
}
