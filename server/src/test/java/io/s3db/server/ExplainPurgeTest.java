package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Rejection;
import io.s3db.server.TestServer.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey of a record, and the erasure of its traces, over HTTP. */
class ExplainPurgeTest {
  @TempDir Path folder;
  private Desk desk;
  private TestServer server;

  @BeforeEach
  void start() {
    desk = new Desk(folder, "");
    server = desk.server();
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private Document explain(String id) {
    Reply reply = server.get("/api/v1/explain/orders/" + id);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void theJourneyTellsEachDestination() {
    desk.rows().faults().refuse("o-1", Rejection.Kind.PERMANENT, "23502");
    desk.order("o-1", 5);
    Awaitility.await()
        .atMost(Await.LONG)
        .until(() -> explain("o-1").list("journeys").toString().contains("kind=dead-lettered"));
    desk.settle();

    Document found = explain("o-1");

    assertThat(found.bool("known")).isTrue();
    assertThat(found.document("source").text("kind")).isEqualTo("present");
    assertThat(found.document("journal").list("changes")).hasSize(1);
    assertThat(found.list("journeys").toString())
        .contains("replicator=rows", "code=23502", "replicator=bell", "kind=delivered");
  }

  @Test
  void ofARecordThatNobodyKnowsNothingIsKnown() {
    assertThat(explain("nobody").bool("known")).isFalse();
    assertThat(server.get("/api/v1/explain/oders/o-1").json().toString())
        .doesNotContain("INTERNAL");
    assertThat(server.get("/api/v1/explain/orders").status()).isEqualTo(404);
    assertThat(server.get("/api/v1/explain/orders/o-1?x=1").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(server.delete("/api/v1/explain/orders/o-1").header("Allow")).isEqualTo("GET");
    for (String id : new String[] {"%2e%2e", "a%00b", "x".repeat(3000), "%FF"}) {
      Reply reply = server.get("/api/v1/explain/orders/" + id);
      assertThat(reply.status()).as(id).isBetween(200, 499);
      assertThat(reply.text()).doesNotContain("Exception", "INTERNAL");
    }
  }

  @Test
  void theTracesOfADeletedRecordAreErased() {
    desk.order("o-1", 5);
    desk.order("o-2", 6);
    server.delete("/api/v1/resources/orders/o-1");
    desk.settle();

    Reply erased = server.post("/api/v1/purge/orders/o-1");

    assertThat(erased.status()).as(erased.text()).isEqualTo(200);
    assertThat(erased.json().integer("journal")).isPositive();
    assertThat(explain("o-1").toString()).doesNotContain("total=5");
    assertThat(explain("o-2").list("journeys").toString()).contains("delivered");
  }

  @Test
  void aRecordThatIsThereOrStillOnItsWayIsErasedOnlyWhenTold() {
    desk.order("o-1", 5);
    desk.settle();
    Reply there = server.post("/api/v1/purge/orders/o-1");
    assertThat(there.status()).isEqualTo(409);
    assertThat(there.code()).isEqualTo("PURGE_EXISTS");
    assertThat(server.post("/api/v1/purge/orders/o-1", Map.of("existing", true)).status())
        .isEqualTo(200);

    server.post("/api/v1/replicators/bell/pause");
    desk.order("o-2", 5);
    server.delete("/api/v1/resources/orders/o-2");
    Reply waits = server.post("/api/v1/purge/orders/o-2", Map.of("patience", "0s"));
    assertThat(waits.status()).isEqualTo(409);
    assertThat(waits.code()).isEqualTo("PURGE_WAITS");
    Reply forced = server.post("/api/v1/purge/orders/o-2", Map.of("patience", "0s", "force", true));
    assertThat(forced.status()).as(forced.text()).isEqualTo(200);
    assertThat(forced.json().document("dropped").integer("bell")).isPositive();
  }

  @Test
  void purgesThatCannotBeAreRefused() {
    Reply wrong = server.post("/api/v1/purge/orders/o-1", Map.of("froce", true, "patience", "-1s"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().text("error.message")).contains("did you mean 'force'?", "patience");
    assertThat(server.get("/api/v1/purge/orders/o-1").header("Allow")).isEqualTo("POST");
    Reply unknown = server.post("/api/v1/purge/oders/o-1");
    assertThat(unknown.status()).as(unknown.text()).isBetween(200, 499);
  }
}
