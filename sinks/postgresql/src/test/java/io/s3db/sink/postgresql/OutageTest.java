package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server goes away, comes back, hangs, or answers too late. */
class OutageTest {
  private static final Document ROW = Document.of("id", "1", "n", 1);

  private final Tables tables = new Tables();

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void endsEqualWhenTheAnswerToACommitIsLost() throws Exception {
    try (FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port())) {
      Sink sink = tables.openWith(tables.context, tables.database.connectionString(proxy.port()));
      Changes changes = Tables.prepared(sink, "t", ROW);
      Tables.writeAll(sink, changes.upsert("s", 1, ROW.with("id", "2")));
      Delivery[] batch = {
        changes.upsert("r", 2, ROW.with("n", 2)), changes.delete("s", 3, Document.of("id", "2"))
      };
      proxy.loseAnswerWith("COMMIT\0");

      assertThatThrownBy(() -> Tables.write(sink, batch))
          .isInstanceOf(SinkException.Unavailable.class);

      assertThat(proxy.lostAnswers()).isEqualTo(1);
      List<Document> afterFirst = RowReader.all(tables.database, "t");
      assertThat(afterFirst).containsExactly(ROW.with("n", 2));
      Tables.writeAll(sink, batch);
      assertThat(RowReader.all(tables.database, "t")).isEqualTo(afterFirst);
      assertThat(sink.metrics()).containsEntry("reconnects", 1L);
    }
  }

  @Test
  void writesAndCommitsInOneRoundTrip() throws Exception {
    try (FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port())) {
      Sink sink = tables.openWith(tables.context, tables.database.connectionString(proxy.port()));
      Changes changes = Tables.prepared(sink, "t", ROW);
      Tables.writeAll(sink, changes.upsert("r", 1, ROW)); // and old tombstones are looked for
      // The last statement is done, and the server waits inside a transaction for what follows.
      proxy.loseAnswerWith("DELETE 0\0Z\0\0\0\u0005T");

      Tables.writeAll(sink, changes.upsert("r", 2, ROW.with("n", 2)));

      assertThat(proxy.lostAnswers()).isZero();
      assertThat(RowReader.all(tables.database, "t")).containsExactly(ROW.with("n", 2));
    }
  }

  @Test
  void goesOnWhenTheServerWasStoppedOrKilledAndStartedAgain() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        Tables own = new Tables(server)) {
      Sink sink = own.open();
      Changes changes = Tables.prepared(sink, "t", ROW);
      Tables.writeAll(sink, changes.upsert("r", 1, ROW));

      server.stop();
      assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 2, ROW)))
          .isInstanceOf(SinkException.Unavailable.class);
      assertThatThrownBy(sink::probe).isInstanceOf(SinkException.Unavailable.class);
      server.startAgain();
      Tables.writeAll(sink, changes.upsert("r", 2, ROW.with("n", 2)));
      server.kill();
      assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 3, ROW)))
          .isInstanceOf(SinkException.Unavailable.class);
      server.startAgain();
      sink.probe();
      Tables.writeAll(sink, changes.upsert("r", 3, ROW.with("n", 3)));

      assertThat(RowReader.all(own.database, "t")).containsExactly(ROW.with("n", 3));
      assertThat(sink.metrics()).containsEntry("reconnects", 2L);
    }
  }

  @Test
  void goesOnWhenAnAdministratorEndsItsSessions() throws Exception {
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", ROW);
    tables.database.terminateSessions();

    assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 1, ROW)))
        .isInstanceOf(SinkException.Unavailable.class);
    Tables.writeAll(sink, changes.upsert("r", 1, ROW));

    assertThat(RowReader.all(tables.database, "t")).containsExactly(ROW);
  }

  @Test
  void isDeniedWithAWrongPasswordAndNeverTellsIt() {
    String role = PostgresServer.shared().createRole("right-password");
    Sink sink =
        tables.openWith(tables.context, tables.database.connectionString(role, "wrong-password"));

    Throwable failure = catchThrowable(sink::probe);

    assertThat(failure)
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("password authentication failed for user \"" + role + "\"");
    assertThat(failure).hasMessageNotContaining("wrong-password");
    assertThat(failure.getCause()).hasMessageNotContaining("wrong-password");
    assertThat(catchThrowable(() -> Tables.prepared(sink, "t", ROW)))
        .isInstanceOf(SinkException.Denied.class);
  }

  @Test
  void isDeniedWhereTheDatabaseIsMissing() {
    Sink sink =
        tables.openWith(
            tables.context,
            "postgresql://postgres@127.0.0.1:" + PostgresServer.shared().port() + "/nowhere");

    assertThatThrownBy(sink::probe)
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("database \"nowhere\" does not exist");
  }

  @Test
  void saysThatAReadOnlyServerIsUnavailable() throws Exception {
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", ROW);
    tables.database.execute(
        "ALTER DATABASE " + tables.database.name() + " SET default_transaction_read_only = on");
    tables.database.terminateSessions();
    assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 1, ROW)))
        .isInstanceOf(SinkException.Unavailable.class);

    assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 1, ROW)))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("read-only transaction");
    try (Connection admin = tables.database.connect();
        Statement statement = admin.createStatement()) {
      statement.execute("SET default_transaction_read_only = off");
      statement.execute(
          "ALTER DATABASE " + tables.database.name() + " RESET default_transaction_read_only");
    }

    Tables.writeAll(sink, changes.upsert("r", 1, ROW));
  }

  @Test
  void givesUpAtItsTimeLimitWhenSomebodyHoldsALock() throws Exception {
    Sink sink =
        tables.openWith(
            tables.context, tables.database.connectionString(), "statementTimeout", 300);
    Changes changes = Tables.prepared(sink, "t", ROW);
    Tables.writeAll(sink, changes.upsert("r", 1, ROW));
    try (Connection other = tables.database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT * FROM t FOR UPDATE");

      assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 2, ROW)))
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("statement timeout");
    }
    Tables.writeAll(sink, changes.upsert("r", 2, ROW));
    assertThat(sink.metrics()).containsEntry("reconnects", 0L);
  }

  @Test
  void givesUpALittleAfterItsTimeLimitWhenTheNetworkSwallowsEverything() throws Exception {
    try (FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port())) {
      Sink sink =
          tables.openWith(
              tables.context.withTimeout(Duration.ofSeconds(1)),
              tables.database.connectionString(proxy.port()));
      Changes changes = Tables.prepared(sink, "t", ROW);
      proxy.blackHole();
      long start = System.nanoTime();

      assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 1, ROW)))
          .isInstanceOf(SinkException.Unavailable.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      proxy.heal();
      Tables.writeAll(sink, changes.upsert("r", 1, ROW));
    }
  }

  @Test
  void freesAnInterruptedPlatformThread() throws Exception {
    try (FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port())) {
      Sink sink = tables.openWith(tables.context, tables.database.connectionString(proxy.port()));
      Changes changes = Tables.prepared(sink, "t", ROW);
      proxy.blackHole();
      List<Throwable> ends = new CopyOnWriteArrayList<>();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () ->
                      ends.add(
                          catchThrowable(() -> Tables.write(sink, changes.upsert("r", 1, ROW)))));
      Awaitility.await().until(() -> proxy.swallowed() > 0);

      writer.interrupt();

      assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
      assertThat(ends).singleElement().isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void opensNoConnectionBeforeItIsUsedAndNoneMoreThanTold() throws Exception {
    try (FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port())) {
      Sink sink =
          tables.openWith(
              tables.context, tables.database.connectionString(proxy.port()), "poolSize", 2);
      assertThat(proxy.accepted()).isZero();
      Changes changes = Tables.prepared(sink, "t", ROW);
      List<Thread> lanes = new ArrayList<>();
      List<Throwable> failures = new CopyOnWriteArrayList<>();

      for (int lane = 0; lane < 6; lane++) {
        String id = "k" + lane;
        lanes.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      Throwable failure =
                          catchThrowable(
                              () ->
                                  Tables.writeAll(sink, changes.upsert(id, 1, ROW.with("id", id))));
                      if (failure != null) {
                        failures.add(failure);
                      }
                    }));
      }
      for (Thread lane : lanes) {
        lane.join();
      }

      assertThat(failures).isEmpty();
      assertThat(tables.database.count("t")).isEqualTo(6);
      assertThat(proxy.accepted()).isBetween(1, 2);
      sink.close();
      Awaitility.await().until(() -> proxy.open() == 0);
    }
  }

  @Test
  void setsTheIsolationThatTheGuardReliesOnAndTheServersTimeLimits() throws Exception {
    tables.database.execute(
        "ALTER DATABASE "
            + tables.database.name()
            + " SET default_transaction_isolation = 'serializable'");
    Map<String, Object> config =
        Map.of("connectionString", tables.database.connectionString(), "statementTimeout", "7s");
    PostgresqlOptions options =
        PostgresqlOptions.read(Options.of("config", config, new ArrayList<>()));

    try (Connections connections = Sessions.connections(options, tables.context)) {
      String session =
          connections.use(
              connection -> {
                try (Statement statement = connection.createStatement();
                    ResultSet row =
                        statement.executeQuery(
                            "SELECT concat_ws(' ', current_setting('transaction_isolation'),"
                                + " current_setting('statement_timeout'),"
                                + " current_setting('idle_in_transaction_session_timeout'),"
                                + " current_setting('application_name'))")) {
                  row.next();
                  return row.getString(1);
                }
              });

      assertThat(session).isEqualTo("read committed 7s 30s s3db warehouse");
    }
  }
}
