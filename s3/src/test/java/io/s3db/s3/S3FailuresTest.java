package io.s3db.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import io.s3db.store.StoreException;
import io.s3db.testkit.s3.S3Fault;
import io.s3db.testkit.s3.S3Request;
import io.s3db.testkit.s3.S3Request.Kind;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.webhook.TestCertificate;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class S3FailuresTest {
  private static final ObjectKey KEY = ObjectKey.of("k");
  private static final NewObject OBJECT = new NewObject("new".getBytes(UTF_8), null, Map.of());
  private static final Predicate<S3Request> WRITES = request -> request.kind().writes();
  private static final Predicate<S3Request> READS = WRITES.negate();

  private final S3Server server = S3Server.start();
  private final ObjectStore store =
      ObjectStores.open(server.connectionString("b") + "?requestTimeout=700ms&connectTimeout=2s");

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  static Stream<Arguments> doubts() {
    return Stream.of(
        Arguments.of(new S3Fault.Refuse(409, "ConditionalRequestConflict"), false),
        Arguments.of(new S3Fault.Refuse(500, "InternalError"), false),
        Arguments.of(new S3Fault.Refuse(503, "SlowDown"), false),
        Arguments.of(new S3Fault.ResetBefore(), false),
        Arguments.of(new S3Fault.HangBefore(), false),
        Arguments.of(new S3Fault.RefuseAfter(500, "InternalError"), true),
        Arguments.of(new S3Fault.ResetAfter(), true),
        Arguments.of(new S3Fault.HangAfter(), true));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void aWriteInDoubtIsSaidToBeAndIsNotSentAgain(S3Fault fault, boolean done) {
    server.fail(WRITES, fault);
    assertThatThrownBy(() -> store.put(KEY, OBJECT, Precondition.none()))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("Writing k in http://127.0.0.1")
        .hasMessageNotContaining("secret");
    assertThat(server.count(Kind.PUT)).isEqualTo(1);
    assertThat(server.text("b", "k").isPresent()).isEqualTo(done);
    server.heal();
    store.put(KEY, OBJECT, Precondition.none());
    server.fail(WRITES, fault);
    assertThatThrownBy(() -> store.delete(KEY, Precondition.none()))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(server.count(Kind.DELETE)).isEqualTo(1);
    assertThat(server.text("b", "k").isEmpty()).isEqualTo(done);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, STORE_DENIED, s3:PutObject",
    "403, SignatureDoesNotMatch, STORE_DENIED, %2F",
    "403, RequestTimeTooSkewed, STORE_DENIED, clock",
    "400, MetadataTooLarge, STORE_REFUSED, 2 KB",
    "400, ExpiredToken, STORE_REFUSED, temporary credentials",
    "301, PermanentRedirect, STORE_REFUSED, ?region=",
    "404, NoSuchBucket, STORE_NOT_FOUND, Create the bucket",
    "501, NotImplemented, STORE_UNSUPPORTED, does not know",
    "429, TooManyRequests, STORE_UNAVAILABLE, Try again",
  })
  void aRefusedWriteSaysWhatToDo(int status, String code, String ours, String suggestion) {
    server.fail(WRITES, new S3Fault.Refuse(status, code));
    StoreException refused =
        catchThrowableOfType(
            StoreException.class, () -> store.put(KEY, OBJECT, Precondition.none()));
    assertThat(refused.code()).isEqualTo(ours);
    assertThat(refused).hasMessageContaining(status + " " + code);
    assertThat(refused.suggestion().orElseThrow()).contains(suggestion);
    assertThat(refused.retriable()).isEqualTo(status == 429);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aMissingBucketIsNoMissingObject() {
    server.fail(READS, new S3Fault.Refuse(404, "NoSuchBucket"));
    assertThatThrownBy(() -> store.get(KEY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Create the bucket");
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void aReadIsTriedAgain(S3Fault fault, boolean done) {
    store.put(KEY, OBJECT, Precondition.none());
    server.failOnce(READS, fault);
    boolean final409 = fault instanceof S3Fault.Refuse(int status, String _) && status == 409;
    if (final409) {
      assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(StoreException.class);
    } else {
      assertThat(store.get(KEY).orElseThrow().body()).isEqualTo("new".getBytes(UTF_8));
      assertThat(server.count(Kind.GET)).isEqualTo(2);
    }
  }

  @Test
  void aReadThatFailsAgainAndAgainIsAFailureToTryLater() {
    server.fail(READS, new S3Fault.Refuse(503, "SlowDown"));
    assertThatThrownBy(() -> store.get(KEY))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retriable()).isTrue());
    assertThat(server.count(Kind.GET)).isEqualTo(3);
    assertThatThrownBy(() -> store.list("", null, 10)).isInstanceOf(StoreException.class);
  }

  @Test
  void anAnswerThatIsCutIsReadAgain() {
    NewObject large = new NewObject(new byte[100_000], null, Map.of());
    store.put(KEY, large, Precondition.none());
    server.failOnce(READS, new S3Fault.CutAnswer());
    assertThat(store.get(KEY).orElseThrow().body()).hasSize(100_000);
    assertThat(server.count(Kind.GET)).isEqualTo(2);
  }

  @Test
  void aRefusedConnectionIsCertain() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (ObjectStore nobody = ObjectStores.open("http://key:secret@127.0.0.1:" + free + "/b")) {
      assertCertain(() -> nobody.put(KEY, OBJECT, Precondition.none()));
      assertCertain(() -> nobody.delete(KEY, Precondition.none()));
      assertThatThrownBy(() -> nobody.get(KEY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Check the host");
    }
  }

  @Test
  void anUnknownHostIsCertain() {
    try (ObjectStore nobody = ObjectStores.open("http://key:secret@no-such-host.invalid/b")) {
      assertCertain(() -> nobody.put(KEY, OBJECT, Precondition.none()));
      assertThatThrownBy(() -> nobody.get(KEY)).hasMessageContaining("the host is not known");
    }
  }

  @Test
  void aCertificateThatDoesNotVerifyIsToldAsSuch(@TempDir Path folder) throws Exception {
    try (WebhookReceiver stranger =
            WebhookReceiver.start(TestCertificate.create(folder).forServer());
        ObjectStore store =
            ObjectStores.open("https://key:secret@127.0.0.1:" + stranger.port() + "/b")) {
      assertCertain(() -> store.put(KEY, OBJECT, Precondition.none()));
      assertThatThrownBy(() -> store.get(KEY))
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retriable()).isTrue())
          .hasMessageContaining("the certificate of the server does not verify")
          .hasMessageContaining("trust store");
    }
  }

  @Test
  void aSlowAnswerWithinTheTimeOutIsAnAnswer() {
    server.failOnce(WRITES, new S3Fault.Delay(Duration.ofMillis(100)));
    store.put(KEY, OBJECT, Precondition.none());
    assertThat(server.text("b", "k")).contains("new");
  }

  @Test
  void anInterruptEndsAWriteThatWaitsAndLeavesItInDoubt() {
    server.fail(WRITES, new S3Fault.HangAfter());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
    try (ObjectStore patient = ObjectStores.open(server.connectionString("b"))) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      patient.put(KEY, OBJECT, Precondition.none());
                    } catch (S3dbException e) {
                      thrown.set(e);
                      interrupted.set(Thread.currentThread().isInterrupted());
                    }
                  });
      Awaitility.await().until(() -> server.text("b", "k").isPresent());
      writer.interrupt();
      Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> thrown.get() != null);
      assertThat(thrown.get()).isInstanceOf(OutcomeUnknownException.class);
      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  void refusesAnOptionItDoesNotKnow() {
    assertThatThrownBy(() -> ObjectStores.open("s3://b?maxConnection=5"))
        .hasMessageContaining("'maxConnection'")
        .hasMessageContaining("maxConnections");
  }

  private static void assertCertain(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.retriable()).isTrue();
              assertThat(e.code()).isEqualTo("STORE_UNREACHABLE");
            });
  }
}
