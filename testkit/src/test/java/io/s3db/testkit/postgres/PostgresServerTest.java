package io.s3db.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
  @Test
  void givesEachTestADatabaseOfItsOwn() {
    try (TestDatabase one = PostgresServer.shared().createDatabase();
        TestDatabase two = PostgresServer.shared().createDatabase()) {
      one.execute("CREATE TABLE t (n int)", "INSERT INTO t VALUES (7)");
      two.execute("CREATE TABLE t (n int)");

      assertThat(one.value("SELECT n FROM t WHERE n > ?", 6)).isEqualTo(7);
      assertThat(two.count("t")).isZero();
    }
  }

  @Test
  void asksOtherRolesForTheirPassword() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      String role = PostgresServer.shared().createRole("right");
      String url = "jdbc:postgresql://127.0.0.1:" + PostgresServer.shared().port() + "/";

      DriverManager.getConnection(url + database.name(), role, "right").close();
      assertThatThrownBy(() -> DriverManager.getConnection(url + database.name(), role, "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void keepsWhatWasCommittedWhenStoppedOrKilled() {
    try (PostgresServer server = PostgresServer.start()) {
      TestDatabase database = server.createDatabase();
      database.execute("CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");
      server.stop();
      assertThatThrownBy(() -> database.count("t")).isInstanceOf(IllegalStateException.class);

      server.startAgain();
      database.execute("INSERT INTO t VALUES (2)");
      server.kill();
      assertThatThrownBy(() -> database.count("t")).isInstanceOf(IllegalStateException.class);

      server.startAgain();
      assertThat(database.count("t")).isEqualTo(2);
    }
  }
}
