package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Rejection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live tail. */
class EventsTest {
  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void start() {
    desk = new Desk(folder, "maxStreams: 2, ");
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private SseClient follow(String query) throws IOException {
    SseClient client = new SseClient(desk.server(), query);
    assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
    Document hello = client.next();
    assertThat(hello).isNotNull();
    assertThat(hello.text("version")).isNotEmpty();
    return client;
  }

  @Test
  void whatHappensIsToldAsItHappens() throws IOException {
    try (SseClient client = follow("?replicator=rows")) {
      desk.rows().faults().refuse("o-2", Rejection.Kind.PERMANENT, "23502");
      desk.order("o-1", 5);
      Document delivered = client.next("replicated");
      desk.order("o-2", 6);
      Document refused = client.next("dead_lettered");
      desk.order("o-3", -1);
      Document skipped = client.next("skipped");

      assertThat(delivered.text("replicator")).isEqualTo("rows");
      assertThat(delivered.text("resource")).isEqualTo("orders");
      assertThat(delivered.text("record")).isEqualTo("o-1");
      assertThat(delivered.text("operation")).isEqualTo("insert");
      assertThat(delivered.integer("attempts")).isEqualTo(1);
      assertThat(refused.text("record")).isEqualTo("o-2");
      assertThat(refused.text("error")).isNotEmpty();
      assertThat(skipped.text("record")).isEqualTo("o-3");
      desk.server().post("/api/v1/replicators/rows/pause");
      assertThat(client.next("state_changed").text("to")).isEqualTo("paused");
    }
  }

  @Test
  void filtersLeaveOutTheRest() throws IOException {
    try (SseClient client =
        follow("?replicator=bell&resource=orders&record=o-2&type=replicated,dead_lettered")) {
      desk.server().server().database().resource("notes").insert(Map.of("id", "o-2", "text", "x"));
      desk.order("o-1", 1);
      desk.order("o-2", 2);
      desk.server().post("/api/v1/replicators/bell/pause");
      desk.server().post("/api/v1/replicators/bell/resume");
      desk.server().server().database().resource("orders").delete("o-2");

      Document first = client.next();
      Document second = client.next();

      assertThat(List.of(first, second))
          .allSatisfy(
              each -> {
                assertThat(each.text("type")).isEqualTo("replicated");
                assertThat(each.text("replicator")).isEqualTo("bell");
                assertThat(each.text("resource")).isEqualTo("orders");
                assertThat(each.text("record")).isEqualTo("o-2");
              });
      assertThat(first.text("operation")).isEqualTo("insert");
      assertThat(second.text("operation")).isEqualTo("delete");
    }
  }

  @Test
  void filtersThatFindNothingEverAreRefused() {
    TestServer server = desk.server();
    assertThat(server.get("/api/v1/events?replicator=rosw").code())
        .isEqualTo("REPLICATOR_NOT_FOUND");
    assertThat(server.get("/api/v1/events?type=replicatd").json().text("error.message"))
        .contains("did you mean 'replicated'?");
    assertThat(server.get("/api/v1/events?typ=replicated").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(server.get("/api/v1/events?record=a&record=b").code())
        .isEqualTo("INVALID_PARAMETER");
    assertThat(server.post("/api/v1/events").status()).isEqualTo(405);
  }

  @Test
  void aClientThatDoesNotReadIsDroppedAndNobodyWaitsForIt() throws Exception {
    try (SseClient deaf = follow("?type=replicated");
        SseClient _ = follow("?type=detached")) {
      assertThat(desk.server().get("/api/v1/events").code()).isEqualTo("TOO_MANY_STREAMS");
      String longName = "x".repeat(400);

      // More than the buffers of a connection hold, until the one that does not read is gone.
      Thread writing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; !Thread.currentThread().isInterrupted(); i += 50) {
                      List<Document> some = new ArrayList<>();
                      for (int j = 0; j < 50; j++) {
                        some.add(Document.of("id", longName + (i + j), "total", 1));
                      }
                      desk.server().server().database().resource("orders").insertMany(some);
                    }
                  });
      Awaitility.await()
          .atMost(Await.LONG.multipliedBy(2))
          .until(
              () -> {
                try (SseClient other = new SseClient(desk.server(), "")) {
                  return other.status().contains(" 200 ");
                }
              });
      writing.interrupt();
      writing.join();
      desk.settle(); // every change went its way meanwhile
      assertThat(desk.bell().delivered()).hasSizeGreaterThan(1000);

      long told = 0;
      try {
        while (deaf.next() != null) {
          told++;
        }
      } catch (IOException _) {
        // closed in the middle of it
      }
      assertThat(told).isPositive().isLessThan(2L * desk.bell().delivered().size());
    }
  }

  @Test
  void aClientThatWentAwayMayComeBack() throws IOException {
    for (int i = 0; i < 6; i++) {
      // Only two may follow at once: each that goes makes room, at the latest with the next event.
      String id = "o-" + i;
      Awaitility.await()
          .atMost(Await.LONG)
          .untilAsserted(
              () -> {
                try (SseClient client = follow("")) {
                  desk.server()
                      .server()
                      .database()
                      .resource("orders")
                      .replace(id, Document.of("total", 1));
                  assertThat(client.next("replicated").text("record")).isNotEmpty();
                }
              });
    }
  }

  @Test
  void theEndOfTheDaemonEndsTheStream() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (SseClient client = follow("")) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (client.next() != null) {
                    Thread.onSpinWait();
                  }
                } catch (IOException _) {
                  // closed
                }
                ended.countDown();
              });
      desk.server().close();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
