package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.bigquery.FakeFaults.AppendFault;
import io.s3db.testkit.sink.DeliveryFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for every row of the table of failures in the documentation. */
class FailuresTest {
  private final Warehouse warehouse = Warehouse.start();
  private final Sink sink = warehouse.open();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {
        "UNAVAILABLE",
        "DEADLINE_EXCEEDED",
        "ABORTED",
        "INTERNAL",
        "RESOURCE_EXHAUSTED",
        "CANCELLED",
        "UNKNOWN"
      })
  void comesAgainWhereNobodyKnows(Code code) throws Exception {
    DeliveryFixtures facts = prepared();
    for (boolean endsConnection : List.of(true, false)) {
      for (boolean afterEffect : List.of(true, false)) {
        fail(status(code), afterEffect, endsConnection);
        Delivery insert = facts.insert(Document.of("id", code + "" + afterEffect + endsConnection));

        assertThatThrownBy(() -> sink.write(List.of(insert)))
            .isInstanceOf(SinkException.Unavailable.class)
            .hasMessageContainingAll("test: writing 1 records to table facts", code.name());
        assertThat(sink.write(List.of(insert))).isEmpty();
      }
    }

    assertThat(warehouse.rows("facts")).hasSize(4);
  }

  @Test
  void waitsAsLongAsItIsAskedTo() throws Exception {
    DeliveryFixtures facts = prepared();
    RetryInfo retry =
        RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(42))
            .build();
    Status quota = status(Code.RESOURCE_EXHAUSTED).toBuilder().addDetails(Any.pack(retry)).build();
    for (boolean endsConnection : List.of(true, false)) {
      fail(quota, false, endsConnection);

      SinkException.Unavailable failure =
          catchThrowableOfType(
              SinkException.Unavailable.class,
              () -> sink.write(List.of(facts.insert(Document.of("id", "1")))));

      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(42));
    }
  }

  @Test
  void namesWhatWasDeliveredBeforeItFailed() throws Exception {
    DeliveryFixtures facts = prepared();
    List<Delivery> batch = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      batch.add(facts.insert(Document.of("id", "r" + i, "text", "x".repeat(5_000_000))));
    }
    sink.write(List.of(facts.insert(Document.of("id", "first", "text", "x"))));
    // Each row fills a request: the first one is good, its neighbour meets an outage.
    warehouse.fake.faults().failAppends(1, AppendFault.NONE);
    fail(status(Code.UNAVAILABLE), false, true);

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    assertThat(failure.delivered()).containsExactly(batch.getFirst().id());
    assertThat(sink.write(batch.subList(1, 3))).isEmpty();
    assertThat(warehouse.rows("facts")).hasSize(4);
  }

  @Test
  void refusesBadRowsAndWritesTheOthersOfTheRequest() throws Exception {
    DeliveryFixtures facts = prepared();
    warehouse.fake.faults().refuseRows(row -> row.id().startsWith("bad"), "Field id: is bad");
    Delivery moved = facts.move("bad-2", Document.of("id", "old"), Document.of("id", "bad-2"));
    List<Delivery> batch =
        List.of(
            facts.insert(Document.of("id", "good-1")),
            facts.insert(Document.of("id", "bad-1")),
            facts.insert(Document.of("id", "good-2")),
            moved,
            facts.insert(Document.of("id", "good-3")));

    List<Rejection> refused = sink.write(batch);

    assertThat(refused)
        .extracting(Rejection::id)
        .containsExactly(batch.get(1).id(), batch.get(3).id());
    assertThat(refused)
        .allSatisfy(
            each -> {
              assertThat(each.kind()).isEqualTo(Rejection.Kind.PERMANENT);
              assertThat(each.code()).isEqualTo("FIELDS_ERROR");
              assertThat(each.message()).contains("refused by table facts: Field id: is bad.");
            });
    assertThat(warehouse.rows("facts"))
        .extracting(Document::id)
        .containsExactlyInAnyOrder("good-1", "good-2", "good-3");
  }

  @Test
  void leavesABatchThatIsRefusedAsAWholeToBeHalved() throws Exception {
    DeliveryFixtures facts = prepared();
    fail(status(Code.INVALID_ARGUMENT), false, false);

    assertThatThrownBy(() -> sink.write(List.of(facts.insert(Document.of("id", "1")))))
        .isInstanceOfSatisfying(
            SinkException.BatchRefused.class,
            refused -> assertThat(refused.code()).isEqualTo("INVALID_ARGUMENT"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"INVALID_ARGUMENT", "PERMISSION_DENIED", "FAILED_PRECONDITION"})
  void addsNothingTwiceToAHistoryBecauseOfWhatCameAfterIt(Code code) throws Exception {
    Sink history = warehouse.open("mode", "append");
    Target target = new Target("log", "log", List.of(), true, Map.of());
    DeliveryFixtures log =
        new DeliveryFixtures("log", history.prepare(target, Document.of("id", "x")), true);
    Document large = Document.of("id", "1", "text", "x".repeat(5_000_000));
    history.write(List.of(log.insert(Document.of("id", "0", "text", "x"))));
    // Each row fills a request.
    List<Delivery> batch = List.of(log.insert(large), log.insert(large.with("id", "2")));
    warehouse.fake.faults().failAppends(1, AppendFault.NONE);
    fail(status(code), false, true);

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> history.write(batch));

    assertThat(failure.delivered()).containsExactly(batch.getFirst().id());
    assertThat(failure).hasMessageContaining(code.name());
    assertThat(history.write(batch.subList(1, 2))).isEmpty();
    assertThat(warehouse.rows("log")).hasSize(3);
  }

  @Test
  void namesThePermissionItNeedsToWrite() throws Exception {
    DeliveryFixtures facts = prepared();
    fail(status(Code.PERMISSION_DENIED), false, true);

    assertThatThrownBy(() -> sink.write(List.of(facts.insert(Document.of("id", "1")))))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("bigquery.tables.updateData");
    fail(status(Code.UNAUTHENTICATED), false, true);
    assertThatThrownBy(() -> sink.write(List.of(facts.insert(Document.of("id", "1")))))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("credentials");
  }

  @Test
  void namesThePermissionItNeedsToLookAtATable() {
    warehouse.fake.faults().failRequests(1, 403, "accessDenied", "Access Denied: Table facts");

    assertThatThrownBy(this::prepared)
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContainingAll("preparing table facts", "bigquery.tables.get", "Access Denied");
    warehouse.fake.faults().failRequests(1, 401, "authError", "Invalid Credentials");
    assertThatThrownBy(this::prepared)
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("credentials");
    warehouse.fake.faults().failRequests(1, 403, "accessDenied", "Access Denied: Dataset facts");
    assertThatThrownBy(sink::probe)
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("bigquery.datasets.get");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rateLimitExceeded", "quotaExceeded"})
  void backsOffFromALimitOfTheRestInterface(String reason) {
    warehouse.fake.faults().failRequests(1, 403, reason, "Exceeded rate limits");

    assertThatThrownBy(this::prepared).isInstanceOf(SinkException.Unavailable.class);
  }

  @Test
  void triesARequestToTheRestInterfaceOnceAndObeysRetryAfter() {
    warehouse.fake.faults().failRequests(1, 503, "backendError", "try later");

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, this::prepared);

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(warehouse.fake.requests()).isEmpty();
  }

  @Test
  void pausesTheRouteWhoseDefinitionIsRefused() {
    warehouse.fake.faults().failRequests(1, 400, "invalid", "Invalid table ID");

    assertThatThrownBy(this::prepared)
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("Invalid table ID");
  }

  @Test
  void pausesTheRouteWhoseTableIsGoneAndCreatesItLater() throws Exception {
    DeliveryFixtures facts = prepared();
    Delivery insert = facts.insert(Document.of("id", "1"));
    warehouse.fake.dropTable("shop", "facts", "facts");

    assertThatThrownBy(() -> sink.write(List.of(insert)))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("facts", "missing");
    prepared();

    assertThat(sink.write(List.of(insert))).isEmpty();
    assertThat(warehouse.rows("facts")).hasSize(1);
  }

  @Test
  void waitsUntilRowsMayHaveTheNewColumns() throws Exception {
    DeliveryFixtures facts = prepared();
    StorageError extra =
        StorageError.newBuilder()
            .setCode(StorageError.StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS)
            .build();
    Status lag = status(Code.INVALID_ARGUMENT).toBuilder().addDetails(Any.pack(extra)).build();
    Delivery insert = facts.insert(Document.of("id", "1", "status", "new"));
    fail(lag, false, true);

    assertThatThrownBy(() -> sink.write(List.of(insert)))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContainingAll("SCHEMA_MISMATCH_EXTRA_FIELDS", "some minutes after");

    assertThat(sink.write(List.of(insert))).isEmpty();
    assertThat(warehouse.rows("facts")).containsExactly(Document.of("id", "1", "status", "new"));
  }

  @Test
  void waitsUntilRowsMayGoToANewTable() throws Exception {
    DeliveryFixtures facts = prepared();
    fail(status(Code.NOT_FOUND), false, true);

    assertThatThrownBy(() -> sink.write(List.of(facts.insert(Document.of("id", "1")))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("some minutes after it was created");
  }

  @Test
  void opensAnotherConnectionAfterTheServerEndedOne() throws Exception {
    DeliveryFixtures facts = prepared();
    sink.write(List.of(facts.insert(Document.of("id", "1"))));
    fail(status(Code.ABORTED), false, true);
    assertThat(catchThrowable(() -> sink.write(List.of(facts.insert(Document.of("id", "2"))))))
        .isInstanceOf(SinkException.Unavailable.class);

    assertThat(sink.write(List.of(facts.insert(Document.of("id", "3"))))).isEmpty();

    assertThat(warehouse.fake.connections()).isEqualTo(2);
  }

  @Test
  void givesUpWaitingForAnAnswerInTime() throws Exception {
    Sink hasty = warehouse.open(new HastyContext(warehouse.context, Duration.ofMillis(300)));
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    DeliveryFixtures facts =
        new DeliveryFixtures("facts", hasty.prepare(target, Document.of("id", "x")), true);
    hasty.write(List.of(facts.insert(Document.of("id", "1"))));
    warehouse.fake.faults().hang();

    assertThatThrownBy(() -> hasty.write(List.of(facts.insert(Document.of("id", "2")))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("no answer within 300 ms");
    assertThatThrownBy(hasty::probe).isInstanceOf(SinkException.Unavailable.class);
  }

  @Test
  void isFreedByAnInterruptWhileTheRestInterfaceHangs() throws Exception {
    warehouse.fake.faults().hang();
    List<Throwable> ends = new ArrayList<>();
    List<Thread> callers =
        List.of(
            Thread.ofVirtual().unstarted(() -> ends.add(catchThrowable(sink::probe))),
            Thread.ofPlatform().unstarted(() -> ends.add(catchThrowable(sink::probe))));
    for (Thread caller : callers) {
      caller.start();
      await().atMost(Duration.ofSeconds(20)).until(warehouse.fake.faults()::hanging);

      caller.interrupt();

      assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(ends).hasSize(2).hasOnlyElementsOfType(InterruptedException.class);
  }

  private void fail(Status status, boolean afterEffect, boolean endsConnection) {
    warehouse.fake.faults().failAppends(1, new AppendFault(status, afterEffect, endsConnection));
  }

  private static Status status(Code code) {
    return Status.newBuilder().setCode(code.getNumber()).setMessage("for a test").build();
  }

  private DeliveryFixtures prepared() throws Exception {
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    return new DeliveryFixtures("facts", sink.prepare(target, Document.of("id", "x")), true);
  }
}
