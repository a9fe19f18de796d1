package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.webhook.TestCertificate;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers with a certificate of their own. */
class TlsTest {
  @TempDir private static Path folder;
  private static TestCertificate certificate;

  private final Webhooks webhooks = new Webhooks(WebhookReceiver.start(certificate.forServer()));

  @BeforeAll
  static void makeCertificate() {
    certificate = TestCertificate.create(folder);
  }

  @AfterEach
  void stop() {
    webhooks.close();
  }

  private String named() {
    return "https://localhost:" + webhooks.receiver.port() + "/hook";
  }

  @Test
  void saysThatACertificateDoesNotVerifyAndWhatHelps() {
    Sink sink = webhooks.open("url", named());

    assertThatThrownBy(() -> sink.write(List.of(webhooks.order("1"))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("the certificate of localhost does not verify")
        .hasMessageContaining("name it in trustStore");
    assertThat(webhooks.receiver.count()).isZero();
  }

  @Test
  void trustsTheAuthoritiesOfAPemFile() throws Exception {
    Sink sink = webhooks.open("url", named(), "trustStore", certificate.pem().toString());

    assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
  }

  @Test
  void trustsTheAuthoritiesOfAKeyStore() throws Exception {
    Sink sink =
        webhooks.open(
            "url",
            named(),
            "trustStore",
            Webhooks.map(
                "path", certificate.keyStore().toString(), "password", TestCertificate.PASSWORD));

    assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
  }

  @Test
  void offersHttp2UnlessToldNotTo() throws Exception {
    String pem = certificate.pem().toString();
    webhooks.open("url", named(), "trustStore", pem).write(List.of(webhooks.order("1")));
    webhooks
        .open("url", named(), "trustStore", pem, "http2", false)
        .write(List.of(webhooks.order("1")));

    assertThat(webhooks.receiver.connections()).isEqualTo(2);
    assertThat(webhooks.receiver.offeredProtocols())
        .filteredOn(offer -> offer.contains("h2"))
        .hasSize(1);
  }

  @Test
  void usesOneConnectionForRequestsOneAfterTheOther() throws Exception {
    Sink sink = webhooks.open("url", named(), "trustStore", certificate.pem().toString());
    for (int i = 0; i < 10; i++) {
      assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
    }

    assertThat(webhooks.receiver.connections()).isEqualTo(1);
  }

  @Test
  void namesATrustStoreThatCannotBeUsed() throws IOException {
    Path text = Files.writeString(folder.resolve("note.txt"), "no certificate");
    Path broken =
        Files.writeString(
            folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE");

    assertThat(Webhooks.problems("url", "https://a.example", "trustStore", folder + "/none.pem"))
        .containsExactly("config.trustStore does not exist: " + folder + "/none.pem");
    assertThat(Webhooks.problems("url", "https://a.example", "trustStore", text.toString()))
        .singleElement()
        .asString()
        .startsWith("config.trustStore cannot be read as PEM, PKCS12 or JKS");
    assertThat(Webhooks.problems("url", "https://a.example", "trustStore", broken.toString()))
        .singleElement()
        .asString()
        .startsWith("config.trustStore cannot be read");
    assertThat(
            Webhooks.problems(
                "url",
                "https://a.example",
                "trustStore",
                Webhooks.map("path", certificate.keyStore().toString(), "password", "wr0ng")))
        .singleElement()
        .asString()
        .startsWith("config.trustStore cannot be read")
        .doesNotContain("wr0ng");
  }
}
