package io.s3db.replicator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that fail. */
class SqlTest {
  @TempDir Path folder;

  @Test
  void aFullDiskIsToldAsSuchAndEndsNothing() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (text TEXT)");
      statement.execute("PRAGMA max_page_count = 20");
      Sql sql = new Sql(connection);

      SQLException failure =
          catchThrowableOfType(
              SQLException.class,
              () ->
                  sql.transaction(
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          sql.run("INSERT INTO t VALUES (?)", "x".repeat(4096));
                        }
                      }));

      assertThat(StateFile.isFull(folder, failure)).as("%s", failure).isTrue();
      statement.execute("PRAGMA max_page_count = 1000");
      sql.transaction(() -> sql.run("INSERT INTO t VALUES (?)", "later"));
      assertThat(sql.rows("SELECT text FROM t", row -> row.getString(1))).containsExactly("later");
    }
  }
}
