package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.Transform;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sqs.SqsFault;
import io.s3db.testkit.sqs.SqsProxy;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import io.s3db.testkit.sqs.SqsServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The writer waits for the database alone: destinations answer when they can. */
class FlowTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private static final Transform ORDER =
      data ->
          Document.of(
              "id", data.id(), "total", data.number("total"), "user_id", data.text("userId"));

  @Test
  void anInsertReturnsBeforeAnyOfThreeDestinationsHasAnswered() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    FaultProxy toPostgres =
        EXAMPLE.closing(FaultProxy.to("127.0.0.1", PostgresServer.shared().port()));
    SqsQueue queue = Example.queue("flow");
    SqsProxy toSqs = EXAMPLE.closing(SqsProxy.to(SqsServer.shared().endpoint()));
    Map<String, Object> bigquery = EXAMPLE.dataset("flow", "orders");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resource("orders", m -> m.transform(ORDER))
                        .config("connectionString", postgres.connectionString(toPostgres.port())))
            .replicator(
                "sqs",
                r ->
                    r.resource("orders", m -> m.transform(ORDER))
                        .config(Example.sqs(queue, "endpoint", toSqs.endpoint().toString())))
            .replicator(
                "bigquery", r -> r.resource("orders", m -> m.transform(ORDER)).config(bigquery))
            .build();
    Resource orders =
        EXAMPLE
            .source(plugin)
            .createResource(
                "orders",
                r ->
                    r.attribute("total", "number|required").attribute("userId", "string|required"));
    toPostgres.blackHole();
    toSqs.fail(SqsRequest.SENDS, new SqsFault.HangBefore());
    EXAMPLE.bigquery().faults().hang();

    Document order =
        orders.insert(Document.of("id", "order-123", "total", 299.99, "userId", "alice"));

    assertThat(orders.get("order-123")).isEqualTo(order);
    await().atMost(Example.SOON).until(() -> toPostgres.swallowed() > 0);
    await().atMost(Example.SOON).until(() -> !toSqs.requests(SqsRequest.SENDS).isEmpty());
    await().atMost(Example.SOON).until(() -> EXAMPLE.bigquery().faults().hanging());
    assertThat(plugin.status()).allMatch(status -> status.lag().events() == 1);
    assertThat(queue.received()).isEmpty();

    toPostgres.heal();
    toSqs.heal();
    EXAMPLE.bigquery().faults().mend();
    Example.awaitReplicated(plugin);
    Document row = Document.of("id", "order-123", "total", 299.99, "user_id", "alice");
    assertThat(Example.rows(postgres, "orders")).containsExactly(row);
    assertThat(Example.messages(queue))
        .extracting(message -> message.document("data"))
        .containsExactly(row);
    assertThat(EXAMPLE.rows("flow", "orders", "orders")).containsExactly(row);
  }

  @Test
  void manyTransactionsAreWrittenWhileTheirTableIsLockedAndArriveOnceItIsFree() throws Exception {
    int many = 2_000; // a day has 500,000
    TestDatabase postgres = EXAMPLE.postgres();
    postgres.execute(
        "create table transactions (id text primary key, amount double precision not null)");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.of(
            Map.of(
                "replicators",
                List.of(
                    Example.replicator(
                        "postgresql",
                        List.of("transactions"),
                        Map.of("connectionString", postgres.connectionString())))));
    Resource transactions =
        EXAMPLE
            .source(plugin)
            .createResource("transactions", r -> r.attribute("amount", "number|required"));
    try (Connection other = postgres.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table transactions in exclusive mode");

      for (int i = 0; i < many; i++) {
        transactions.insert(Document.of("id", "tx-" + i, "amount", i));
      }

      assertThat(transactions.count()).isEqualTo(many);
      assertThat(postgres.count("transactions")).isZero();
      other.rollback();
    }
    Example.awaitReplicated(plugin);
    assertThat(postgres.count("transactions")).isEqualTo(many);
    assertThat(postgres.value("select sum(amount) from transactions"))
        .isEqualTo(1_999_000.0); // 0 + 1 + … + 1999
  }
}
