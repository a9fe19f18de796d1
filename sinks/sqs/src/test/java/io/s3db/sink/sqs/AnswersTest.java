package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sqs.SqsFault;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer that Amazon may give, and none. */
class AnswersTest {
  @RegisterExtension private final Rig rig = new Rig();

  private static Predicate<SqsMessage> messageOf(Delivery... some) {
    Set<String> ids =
        List.of(some).stream().map(each -> each.id().toString()).collect(Collectors.toSet());
    return message -> ids.contains(Rig.id(message));
  }

  private static Set<DeliveryId> idsOf(List<Delivery> some) {
    return some.stream().map(Delivery::id).collect(Collectors.toSet());
  }

  @Test
  void sendsOnlyTheFailedMessagesOfASuccessAgain() throws Exception {
    SqsQueue queue = Rig.newQueue();
    Sink sink = rig.prepared(queue);
    List<Delivery> batch = Rig.inserts(13);
    rig.proxy.fail(
        SqsRequest.SENDS,
        new SqsFault.FailEntries(messageOf(batch.get(3), batch.get(11)), "InternalError", false));

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    List<Delivery> rest = List.of(batch.get(3), batch.get(11));
    assertThat(failure.delivered())
        .hasSize(11)
        .containsExactlyInAnyOrderElementsOf(
            idsOf(batch.stream().filter(each -> !rest.contains(each)).toList()));
    assertThat(failure).hasMessageContaining("InternalError").hasMessageContaining(queue.url());
    rig.proxy.heal();
    assertThat(sink.write(rest)).isEmpty();
    assertThat(Rig.told(rig.proxy.requests().getLast().messages()))
        .containsExactlyElementsOf(Rig.ids(rest));
    assertThat(Rig.told(queue.received())).containsExactlyInAnyOrderElementsOf(Rig.ids(batch));
    assertThat(sink.metrics()).containsEntry("messages", 13L).containsEntry("failedMessages", 2L);
  }

  @ParameterizedTest
  @CsvSource({
    "InternalError, false",
    "ServiceUnavailable, false",
    "RequestThrottled, true",
    "ThrottlingException, true",
    "AWS.SimpleQueueService.RequestThrottled, true",
    "KmsThrottled, true",
    "NeverHeardOf, false",
  })
  void sendsAMessageAgainThatFailedForNoFaultOfItsOwn(String code, boolean senderFault)
      throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    List<Delivery> batch = Rig.inserts(2);
    rig.proxy.fail(
        SqsRequest.SENDS, new SqsFault.FailEntries(messageOf(batch.get(0)), code, senderFault));

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    assertThat(failure.delivered()).containsExactly(batch.get(1).id());
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidMessageContents, InvalidMessageContents",
    "AWS.SimpleQueueService.InvalidMessageContents, InvalidMessageContents",
    "NeverHeardOf, NeverHeardOf"
  })
  void refusesAMessageThatIsAtFaultItself(String code, String plain) throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    List<Delivery> batch = Rig.inserts(3);
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.FailEntries(messageOf(batch.get(1)), code, true));

    List<Rejection> rejections = sink.write(batch);

    assertThat(rejections).hasSize(1);
    Rejection rejection = rejections.getFirst();
    assertThat(rejection.id()).isEqualTo(batch.get(1).id());
    assertThat(rejection.kind()).isEqualTo(Rejection.Kind.PERMANENT);
    assertThat(rejection.code()).isEqualTo(plain);
    assertThat(rejection.message()).contains("told to fail with " + code);
    assertThat(Rig.told(rig.proxy.acknowledged()))
        .containsExactly(batch.get(0).id().toString(), batch.get(2).id().toString());
  }

  @Test
  void pausesWhereAMessageFailsBecauseWeAreNotLetIn() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    List<Delivery> batch = Rig.inserts(1);
    rig.proxy.failOnce(SqsRequest.SENDS, new SqsFault.FailEntries(_ -> true, "AccessDenied", true));
    assertThat(catchThrowable(() -> sink.write(batch)))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("sqs:SendMessage");

    rig.proxy.failOnce(
        SqsRequest.SENDS, new SqsFault.FailEntries(_ -> true, "KmsAccessDenied", true));
    assertThat(catchThrowable(() -> sink.write(batch)))
        .isInstanceOf(SinkException.TargetDenied.class);
  }

  @Test
  void doesNotTakeSilenceForSuccess() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    List<Delivery> batch = Rig.inserts(3);
    rig.proxy.failOnce(SqsRequest.SENDS, new SqsFault.ForgetEntries(messageOf(batch.get(2))));

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    assertThat(failure.delivered()).containsExactlyInAnyOrderElementsOf(idsOf(batch.subList(0, 2)));
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalFailure",
    "503, ServiceUnavailable",
    "502, BadGateway",
    "429, TooManyRequests",
    "400, RequestThrottled",
    "400, ThrottlingException",
    "403, RequestThrottled",
    "408, RequestTimeout",
  })
  void isUnavailableWhileSqsIs(int status, String code) throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.Refuse(status, code));

    assertThat(catchThrowable(() -> sink.write(Rig.inserts(2))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining(code)
        .hasMessageStartingWith("events: sending 2 messages to http://");
    assertThat(rig.proxy.requests(SqsRequest.SENDS)).as("nothing is tried twice").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | PT7S",
        "Tue, 21 Oct 2025 07:28:30 GMT | PT30S",
        "Tue, 21 Oct 2025 07:27:30 GMT |",
        "soon |"
      })
  void waitsAsLongAsSqsAsksFor(String header, Duration expected) throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    rig.proxy.fail(
        SqsRequest.SENDS,
        new SqsFault.Refuse(503, "ServiceUnavailable", Map.of("Retry-After", header)));

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(Rig.inserts(1)));

    assertThat(failure.retryAfter().orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | AccessDeniedException | Allow sqs:SendMessage on the queue http://",
        "403 | AccessDenied | Allow sqs:SendMessage on the queue http://",
        "403 | NeverHeardOf | Allow sqs:SendMessage on the queue http://",
        "403 | ExpiredToken | Get new temporary credentials.",
        "400 | ExpiredTokenException | Get new temporary credentials.",
        "403 | InvalidClientTokenId | Check accessKeyId and secretAccessKey.",
        "400 | UnrecognizedClientException | Check accessKeyId and secretAccessKey.",
        "403 | SignatureDoesNotMatch | Check accessKeyId and secretAccessKey.",
        "403 | RequestExpired | Set the clock of this machine.",
      })
  void isDeniedWhereItIsNotLetIn(int status, String code, String advice) throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.Refuse(status, code));

    assertThat(catchThrowable(() -> sink.write(Rig.inserts(1))))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining(code)
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource({"KmsDisabled", "KmsAccessDenied", "InvalidAddress", "UnsupportedOperation", "New"})
  void pausesTheRouteOfAQueueThatIsClosedToUs(String code) throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.Refuse(400, code));

    SinkException.TargetDenied failure =
        catchThrowableOfType(SinkException.TargetDenied.class, () -> sink.write(Rig.inserts(1)));

    assertThat(failure.target()).isEqualTo("orders");
    assertThat(failure).hasMessageContaining(code);
  }

  @Test
  void letsTheLaneFindTheGuiltyMessageOfARefusedCall() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    List<Delivery> batch = Rig.inserts(2);
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.Refuse(400, "InvalidMessageContents"));

    SinkException.BatchRefused refusal =
        catchThrowableOfType(SinkException.BatchRefused.class, () -> sink.write(batch));
    assertThat(refusal.code()).isEqualTo("InvalidMessageContents");

    assertThat(sink.write(batch.subList(0, 1)))
        .singleElement()
        .extracting(Rejection::id, Rejection::kind)
        .containsExactly(batch.getFirst().id(), Rejection.Kind.PERMANENT);
  }

  @Test
  void tellsWhatArrivedBeforeItTellsWhatWasRefused() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    List<Delivery> batch = Rig.inserts(12);
    String last = batch.getLast().id().toString();
    rig.proxy.fail(
        request -> Rig.told(request.messages()).contains(last),
        new SqsFault.Refuse(400, "AccessDeniedException"));

    SinkException.Unavailable first =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    assertThat(first.delivered()).containsExactlyInAnyOrderElementsOf(idsOf(batch.subList(0, 10)));
    assertThat(catchThrowable(() -> sink.write(batch.subList(10, 12))))
        .isInstanceOf(SinkException.Denied.class);
  }

  @Test
  void tellsWhatToDoAboutAMissingQueue() throws Exception {
    SqsQueue queue = Rig.newQueue();
    Sink sink = rig.prepared(queue);
    queue.delete();

    assertThat(catchThrowable(() -> sink.write(Rig.inserts(1))))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining(queue.url())
        .hasMessageContaining("ensureQueues: true");
    assertThat(catchThrowable(() -> Rig.prepare(sink, "orders")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("ensureQueues: true");
    sink.probe(); // SQS is there, and lets us in
  }

  @Test
  void namesThePermissionThatLookingNeeds() throws Exception {
    SqsQueue queue = Rig.newQueue();
    Sink sink = rig.prepared(queue);
    rig.proxy.fail(SqsRequest.of("GetQueueAttributes"), new SqsFault.Refuse(403, "AccessDenied"));

    for (Throwable failure :
        List.of(catchThrowable(() -> Rig.prepare(sink, "orders")), catchThrowable(sink::probe))) {
      assertThat(failure)
          .isInstanceOf(SinkException.Denied.class)
          .hasMessageContaining("Allow sqs:GetQueueAttributes on the queue " + queue.url());
    }
  }

  @Test
  void putsAMessageIntoAFifoQueueOnceThoughTheAnswerWasLost() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();
    Sink sink = rig.prepared(queue);
    List<Delivery> batch = Rig.inserts(3);
    rig.proxy.failOnce(SqsRequest.SENDS, new SqsFault.CutAfter());

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    assertThat(failure.delivered()).isEmpty();
    assertThat(rig.proxy.acknowledged()).hasSize(3);
    assertThat(sink.write(batch)).isEmpty();
    assertThat(Rig.told(queue.received())).containsExactlyInAnyOrderElementsOf(Rig.ids(batch));
  }

  @Test
  void isUnavailableWhereTheConnectionIsCut() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.CutBefore());

    assertThat(catchThrowable(() -> sink.write(Rig.inserts(1))))
        .isInstanceOf(SinkException.Unavailable.class);
  }

  @Test
  void knowsWhatArrivedWhenTheTimeOfAnAttemptIsOver() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();
    Sink sink = rig.prepared(new TestContext().withTimeout(Duration.ofSeconds(2)), queue);
    List<Delivery> batch = Rig.inserts(12);
    String last = batch.getLast().id().toString();
    rig.proxy.fail(
        request -> Rig.told(request.messages()).contains(last), new SqsFault.HangAfter());

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));

    assertThat(failure.delivered())
        .containsExactlyInAnyOrderElementsOf(idsOf(batch.subList(0, 10)));
    rig.proxy.heal();
    assertThat(sink.write(batch.subList(10, 12))).isEmpty();
    assertThat(Rig.told(queue.received())).containsExactlyInAnyOrderElementsOf(Rig.ids(batch));
  }
}
