package io.s3db.replicator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.state.StateChange.Count;
import io.s3db.replicator.state.StateChange.MapKey;
import io.s3db.replicator.state.StateChange.SaveCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStateTest extends StateStoreContract {
  @TempDir Path folder;

  @Override
  StateStore open() {
    return SqliteState.open(file());
  }

  private Path file() {
    return folder.resolve("state.db");
  }

  @Test
  void everythingIsThereAfterReopening() {
    List<Position> positions = positions(new Random(1), 4);
    state.apply(List.of(new SaveCheckpoint(MAIN, positions), new Count("warehouse", "x", 3)));
    state.note("journal", "j");
    state.close();
    state = open();
    assertThat(state.checkpoint(MAIN)).contains(positions);
    assertThat(state.counters("warehouse")).containsEntry("x", 3L);
    assertThat(state.note("journal")).contains("j");
  }

  @Test
  void aTransactionThatFailsLeavesNothingAndTheStateRefusesWork() {
    List<StateChange> withNull = new ArrayList<>();
    withNull.add(new Count("warehouse", "x", 3));
    withNull.add(new Count("warehouse", brokenName(), 1));
    assertThatThrownBy(() -> state.apply(withNull))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("state.db");
    assertThat(state.counters("warehouse")).isEmpty();
    assertThatThrownBy(() -> state.apply(List.of(new Count("warehouse", "x", 3))))
        .isInstanceOf(JournalException.class);
  }

  @SuppressWarnings("NullAway") // the point: a value the table refuses
  private static String brokenName() {
    return null;
  }

  @Test
  void theFileSaysWhatItIsAndCanBeReadByAnybody() throws SQLException {
    state.apply(List.of(new SaveCheckpoint(MAIN, Collections.nCopies(256, new Position(3, 812)))));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement sql = other.createStatement()) {
      assertThat(sql.executeQuery("PRAGMA application_id").getInt(1)).isEqualTo(0x53334442);
      assertThat(sql.executeQuery("PRAGMA user_version").getInt(1)).isEqualTo(2);
      assertThat(sql.executeQuery("SELECT positions FROM checkpoint").getString(1))
          .isEqualTo("3:812");
      assertThat(
              sql.executeQuery("SELECT sql FROM sqlite_schema WHERE name = 'key_map'").getString(1))
          .contains("-- Where the row of a source record is");
    }
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Path notOurs = Files.writeString(folder.resolve("other.db"), "hello, world\n".repeat(100));
    assertThatThrownBy(() -> SqliteState.open(notOurs))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("other.db")
        .hasMessageContaining("put a copy");
  }

  @Test
  void refusesADatabaseOfAnotherProgram() throws SQLException {
    Path foreign = folder.resolve("foreign.db");
    run(foreign, "CREATE TABLE t (x)");
    assertThatThrownBy(() -> SqliteState.open(foreign))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("foreign.db")
        .hasMessageContaining("another program")
        .hasMessageContaining("journal.path");
  }

  @Test
  void refusesALaterFormat() throws SQLException {
    state.close();
    run(file(), "PRAGMA user_version = 3");
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("format 3");
  }

  @Test
  void theReserveIsHeldAndCanBeGivenUpOnce() {
    Path reserve = folder.resolve("state.db.ballast");
    assertThat(reserve).hasSize(4 << 20);
    Ballast ballast = new Ballast(folder.resolve("other.ballast"), 100_000);
    ballast.fill();
    assertThat(folder.resolve("other.ballast")).hasSize(100_000);
    assertThat(ballast.give()).isTrue();
    assertThat(ballast.give()).isFalse();
  }

  @Test
  void survivesBeingKilledBetweenTransactions() throws IOException {
    Key key = new Key(Document.of("no", 1));
    for (int i = 0; i < 20; i++) {
      state.apply(
          List.of(
              new Count("warehouse", "x", 1),
              new MapKey("warehouse", "t", "orders", "o" + i, key)));
    }
    // What a killed process leaves: the file and its write-ahead log, never closed.
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String name : List.of("state.db", "state.db-wal")) {
      Files.copy(folder.resolve(name), copy.resolve(name));
    }
    try (StateStore after = SqliteState.open(copy.resolve("state.db"))) {
      assertThat(after.counters("warehouse")).containsEntry("x", 20L);
      assertThat(after.mappedKey("warehouse", "t", "orders", "o19")).contains(key);
    }
  }

  private static void run(Path file, String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      sql.execute(text);
    }
  }
}
