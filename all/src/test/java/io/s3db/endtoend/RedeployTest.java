package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.leak.LeakCheck;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The application is deployed again, with other routes over the same tables. */
@ExtendWith(LeakCheck.class)
class RedeployTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static PostgresServer server;

  @TempDir private Path folder;
  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private TestDatabase database;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void createDatabase() throws Exception {
    database = server.createDatabase();
  }

  @AfterEach
  void dropDatabase() throws Exception {
    database.close();
  }

  @Test
  void rowsWrittenUnderTheRecordsIdAreFoundByATransformWithAnotherKey() throws Exception {
    run(
        replicator -> replicator.resources("orders"),
        db -> {
          db.createResource("orders", r -> r.attribute("no", "number"));
          db.resource("orders").insert(Document.of("id", "a", "no", 1));
          db.resource("orders").insert(Document.of("id", "b", "no", 2));
          db.resource("orders").insert(Document.of("id", "c", "no", 3));
        });

    run(
        replicator ->
            replicator.resource(
                "orders",
                way -> way.transform(order -> order.with("id", "N-" + order.integer("no")))),
        db -> {
          db.resource("orders").update("a", Document.of("no", 10));
          db.resource("orders").delete("b");
        });

    assertThat(column("select id from orders order by id")).containsExactly("N-10", "c");
  }

  @Test
  void resourcesThatShareATableLeaveEachOthersColumnsAlone() throws Exception {
    Consumer<Replicator.Builder> both =
        replicator -> replicator.resource("people", "all_of_it").resource("places", "all_of_it");
    run(
        both,
        db -> {
          db.createResource(
              "people", r -> r.attribute("name", "string").attribute("age", "number|optional"));
          db.createResource(
              "places", r -> r.attribute("name", "string").attribute("city", "string|optional"));
          db.resource("people").insert(Document.of("id", "ann", "name", "Ann", "age", 30));
          db.resource("places").insert(Document.of("id", "hq", "name", "HQ", "city", "Rome"));
        });
    sql("update all_of_it set city = 'set by hand' where id = 'ann'");
    sql("update all_of_it set age = 77 where id = 'hq'");

    run(
        both,
        db -> {
          db.resource("people").replace("ann", Document.of("name", "Anna"));
          db.resource("places").replace("hq", Document.of("name", "Home"));
        });

    assertThat(
            column(
                "select name || ' ' || coalesce(city, '-') || ' ' || coalesce(age, -1)"
                    + " from all_of_it order by id"))
        .as("its own absent fields are null, those of the other resource stay")
        .containsExactly("Anna set by hand -1", "Home - 77");
  }

  @Test
  void anotherTargetUnderTheSameIdIsRefusedAtTheStart() throws Exception {
    run(replicator -> replicator.resources("orders"), _ -> {});
    ReplicatorPlugin moved =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .replicator(
                "postgresql",
                r ->
                    r.resources("orders")
                        .config("connectionString", "postgresql://u:hush@127.0.0.1:1/elsewhere"))
            .build();

    assertThat(catchThrowable(() -> S3db.builder().store(store).plugin(moved).connect()))
        .hasMessageContaining("'postgresql'")
        .hasMessageContaining("an id of its own")
        .hasMessageNotContaining("hush");
  }

  @FunctionalInterface
  private interface Work {
    void on(S3db db) throws Exception;
  }

  private void run(Consumer<Replicator.Builder> routes, Work work) throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .replicator(
                "postgresql",
                r -> {
                  routes.accept(r);
                  r.config("connectionString", database.connectionString());
                })
            .build();
    try (S3db db = S3db.builder().store(store).plugin(plugin).connect()) {
      work.on(db);
      assertThat(plugin.awaitReplicated(SOON)).as("%s", plugin.status()).isTrue();
      assertThat(plugin.status("postgresql").state()).isEqualTo(ReplicatorState.RUNNING);
      assertThat(plugin.status("postgresql").deadLetters()).isZero();
    }
  }

  private List<String> column(String select) {
    return database.rows(select).stream()
        .map(row -> String.valueOf(row.values().iterator().next()))
        .toList();
  }

  private void sql(String statement) {
    database.execute(statement);
  }
}
