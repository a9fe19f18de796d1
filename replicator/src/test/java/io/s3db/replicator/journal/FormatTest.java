package io.s3db.replicator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.version.Version;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of earlier and of later versions of the program. */
class FormatTest {
  @TempDir Path folder;

  private FileJournal open() {
    return FileJournal.open(
        folder,
        JournalOptions.defaults().withSegmentBytes(4096),
        FileLayer.disk(),
        InstantSource.system(),
        new Random(1));
  }

  private Path segment() {
    return folder.resolve("0000000001.segment");
  }

  private static void insert(Journal journal, String id) {
    journal.outcome(
        journal.intend(
            new PendingWrite(
                "orders",
                id,
                Operation.INSERT,
                new Version(7, 7, false),
                Version.NONE,
                null,
                null,
                Document.of("id", id),
                Instant.EPOCH)),
        Outcome.APPLIED);
  }

  private static List<String> ids(Journal journal) {
    return journal.read(Position.START, _ -> true, 100, 1 << 20).changes().stream()
        .map(Change::event)
        .map(ChangeEvent::recordId)
        .toList();
  }

  @Test
  void aFolderOfFormat1IsReadAndGoneOnWith() throws Exception {
    try (Journal journal = open()) {
      insert(journal, "old");
    }
    byte[] bytes = Files.readAllBytes(segment());
    ByteBuffer header = ByteBuffer.wrap(bytes).putInt(8, 1);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 124);
    header.putInt(124, (int) crc.getValue());
    Files.write(segment(), bytes);
    try (Journal journal = open()) {
      insert(journal, "new");
      assertThat(ids(journal)).containsExactly("old", "new");
    }
  }

  @Test
  void aFrameOfALaterVersionIsRefusedAndNotTakenForATornTail() throws Exception {
    long end;
    try (Journal journal = open()) {
      insert(journal, "a");
      end = journal.end().offset();
    }
    byte[] bytes = Files.readAllBytes(segment());
    byte[] frame = new byte[Frame.HEADER + 8];
    Frame.seal(frame, 1, end, (byte) (Frame.ERASED + 1), 0, end);
    System.arraycopy(frame, 0, bytes, (int) (SegmentHeader.SIZE + end), frame.length);
    Files.write(segment(), bytes);
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_FORMAT"))
        .hasMessageContaining("a frame of type 8")
        .hasMessageContaining("which a later version of this program wrote");
    assertThat(Files.readAllBytes(segment())).as("nothing is changed").isEqualTo(bytes);
  }
}
