package io.s3db.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** First copies to, and verification of, real tables. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PostgresqlVerifyTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  private ReplicatorPlugin plugin(TestDatabase database) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .replicator(
            "postgresql",
            r ->
                r.id("warehouse")
                    .resources("orders")
                    .initialSync(true)
                    .config("connectionString", database.connectionString()))
        .build();
  }

  private void existing(int count) {
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource orders =
          db.createResource(
              "orders",
              r ->
                  r.attribute("total", "number")
                      .attribute("count", "number|integer")
                      .attribute("paid", "boolean")
                      .attribute("placedAt", "datetime")
                      .attribute("note", "string|optional")
                      .attribute("address", "json|optional"));
      List<Document> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(
            Document.of(
                "id",
                "Order-" + i,
                "total",
                i / 4.0,
                "count",
                i,
                "paid",
                i % 2 == 0,
                "placedAt",
                "2026-01-15T10:30:00.12%dZ".formatted(i % 10),
                "note",
                i % 3 == 0 ? null : "note \u00e4 " + i,
                "address",
                Map.of("zip", i, "city", "Bonn", "lines", List.of("a", "b"))));
      }
      assertThat(orders.insertMany(all).complete()).isTrue();
    }
  }

  @Test
  void aTableIsCopiedVerifiedAndRepaired() throws Exception {
    existing(1200);
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      ReplicatorPlugin plugin = plugin(database);
      try (S3db db = S3db.builder().store(store).plugin(plugin).connect()) {
        if (plugin.runningSync("warehouse").isPresent()) {
          assertThat(plugin.runningSync("warehouse").get().await(SOON)).isTrue();
        }
        VerifyReport equal = plugin.verify("warehouse");
        assertThat(equal.isEqual()).as("%s", equal).isTrue();
        assertThat(equal.certificate()).startsWith("source = warehouse, 1,200 records");

        database.execute("update orders set total = 1.50 where id = 'Order-6'");
        assertThat(plugin.verify("warehouse").isEqual()).as("1.50 is 1.5").isTrue();

        database.execute("update orders set total = total + 1 where id = 'Order-7'");
        database.execute("delete from orders where id in ('Order-8', 'Order-9')");
        database.execute(
            "insert into orders (id, total, _s3db_version)"
                + " select 'ghost', 1, _s3db_version from orders where id = 'Order-1'");
        database.execute("insert into orders (id, total) values ('stranger', 1)");
        VerifyReport report = plugin.verify("warehouse");
        assertThat(report.routes().getFirst().examples())
            .containsExactlyInAnyOrder(
                new Example(Kind.DIFFERENT, "{\"id\":\"Order-7\"}", "total"),
                new Example(Kind.MISSING, "{\"id\":\"Order-8\"}", ""),
                new Example(Kind.MISSING, "{\"id\":\"Order-9\"}", ""),
                new Example(Kind.EXTRA, "{\"id\":\"ghost\"}", ""),
                new Example(Kind.EXTRA, "{\"id\":\"stranger\"}", "not ours"));

        VerifyOptions repair = VerifyOptions.builder().repair(true).build();
        assertThat(plugin.verify("warehouse", repair).routes().getFirst().repaired()).isEqualTo(4);
        VerifyReport after = plugin.verify("warehouse");
        assertThat(after.routes().getFirst().examples())
            .as("a row that is not ours stays")
            .containsExactly(new Example(Kind.EXTRA, "{\"id\":\"stranger\"}", "not ours"));
        assertThat(db.resource("orders").count()).isEqualTo(1200);
      }
    }
  }
}
