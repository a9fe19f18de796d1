package io.s3db.replicator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.watch.Known.Listed;
import io.s3db.version.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch knows, in its file. */
final class WatchFileTest {
  private static final Version VERSION = new Version(5L << 16, 9, false);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("watch.db");
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static Known known(String id, boolean gone) {
    return Known.changed("orders", id, VERSION, "digest", gone, 3)
        .listed(new Listed(id, "tag", Instant.ofEpochMilli(1234), 7), true, true);
  }

  @Test
  void whatWasSavedIsThereAgainAndTheRestIsNot() {
    try (KnownObjects objects = new KnownObjects(file())) {
      objects.put(known("a", false));
      objects.learned("orders");
      objects.save(new Position(4, 99));
      objects.put(known("b", false));
    }
    try (KnownObjects objects = new KnownObjects(file())) {
      assertThat(objects.find("orders", "a")).contains(known("a", false));
      assertThat(objects.find("orders", "b")).isEmpty();
      assertThat(objects.find("carts", "a")).isEmpty();
      assertThat(objects.position()).contains(new Position(4, 99));
      assertThat(objects.isLearned("orders")).isTrue();
      assertThat(objects.isLearned("carts")).isFalse();
    }
  }

  @Test
  void idsComeInTheOrderOfTheirBytes() {
    try (KnownObjects objects = new KnownObjects(null)) {
      List<String> sorted = List.of("A", "a", "a b", "a0", "é", "\uffee", "😀");
      sorted.reversed().forEach(id -> objects.put(known(id, false)));
      assertThat(objects.range("orders", "", null, 10)).extracting(Known::id).isEqualTo(sorted);
      assertThat(objects.range("orders", "a", "é", 2))
          .extracting(Known::id)
          .containsExactly("a b", "a0");
    }
  }

  @Test
  void whatIsGoneIsForgottenAfterAWhile() {
    try (KnownObjects objects = new KnownObjects(null)) {
      objects.put(known("a", true));
      objects.put(known("b", false));
      objects.forgetGone(Instant.ofEpochMilli(5));
      assertThat(objects.find("orders", "a")).isPresent();
      objects.forgetGone(Instant.ofEpochMilli(6));
      assertThat(objects.find("orders", "a")).isEmpty();
      assertThat(objects.find("orders", "b")).isPresent();
    }
  }

  @Test
  void filesOfOthersAndOfLaterVersionsAreRefused() throws Exception {
    sql("CREATE TABLE theirs (x)");
    assertThatThrownBy(() -> new KnownObjects(file()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("SQLite file of another program");
    Files.delete(file());
    new KnownObjects(file()).close();
    sql("PRAGMA user_version = 2");
    assertThatThrownBy(() -> new KnownObjects(file()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("has format 2, and this version reads format 1");
    Files.writeString(file(), "no database at all, but a text that is long enough to be one");
    assertThatThrownBy(() -> new KnownObjects(file()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("watch.db, cannot be used");
  }
}
