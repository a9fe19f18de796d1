package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.webhook.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option of encryption, by what a server notices of it. */
class TlsTest {
  private static final char[] PASSWORD = TestCertificate.PASSWORD.toCharArray();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @TempDir private Path folder;

  private final Tables tables = new Tables();
  private TestCertificate certificate;

  @BeforeEach
  void makeCertificate() {
    certificate = TestCertificate.create(folder);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private KeyStore keys() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Files.readAllBytes(certificate.keyStore())), PASSWORD);
    return store;
  }

  private Sink open(TlsGate gate, Object... options) {
    return tables.openWith(
        tables.context, "postgresql://shop:s3cret@localhost:" + gate.port() + "/shop", options);
  }

  @Test
  void insistsOnEncryptionWhereSslModeSaysSo() {
    Sink sink = tables.open("sslMode", "require");

    assertThatThrownBy(sink::probe)
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("does not support SSL");
  }

  @Test
  void saysThatACertificateDoesNotVerify() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (TlsGate gate = new TlsGate(certificate, false)) {
      Sink sink =
          open(
              gate,
              "sslMode",
              "verify-full",
              "sslRootCert",
              TestCertificate.create(other).pem().toString());

      assertThatThrownBy(sink::probe)
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("failed: the certificate of the server does not verify")
          .hasMessageContaining("check the address")
          .hasMessageNotContaining("s3cret");
      assertThat(gate.sessions()).isEmpty();
    }
  }

  @Test
  void trustsTheAuthorityOfSslRootCert() {
    try (TlsGate gate = new TlsGate(certificate, false)) {
      Sink sink = open(gate, "sslMode", "verify-full", "sslRootCert", certificate.pem().toString());

      assertThat(catchThrowable(sink::probe)).isInstanceOf(SinkException.Unavailable.class);
      assertThat(gate.sessions()).containsExactly("TLSv1.3");
    }
  }

  @Test
  void showsTheCertificateOfAKeyStoreThatSslPasswordOpens() throws Exception {
    Path file = folder.resolve("client.p12");
    KeyStore store = keys();
    store.setKeyEntry(
        "user",
        store.getKey("receiver", PASSWORD),
        PASSWORD,
        store.getCertificateChain("receiver"));
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    Files.setPosixFilePermissions(file, OWNER_ONLY);
    try (TlsGate gate = new TlsGate(certificate, true)) {
      Sink sink =
          open(
              gate,
              "sslMode",
              "require",
              "sslKey",
              file.toString(),
              "sslPassword",
              TestCertificate.PASSWORD);

      Throwable failure = catchThrowable(sink::probe);

      assertThat(failure).isInstanceOf(SinkException.Unavailable.class);
      assertThat(failure).hasMessageNotContaining(TestCertificate.PASSWORD);
      assertThat(gate.guests()).hasSize(1);
    }
  }

  @Test
  void showsTheCertificateOfSslCertWithTheKeyOfSslKey() throws Exception {
    KeyStore store = keys();
    Path key = folder.resolve("client.pk8");
    Files.write(key, store.getKey("receiver", PASSWORD).getEncoded());
    Files.setPosixFilePermissions(key, OWNER_ONLY);
    try (TlsGate gate = new TlsGate(certificate, true)) {
      Sink sink =
          open(
              gate,
              "sslMode",
              "require",
              "sslCert",
              certificate.pem().toString(),
              "sslKey",
              key.toString());

      assertThat(catchThrowable(sink::probe)).isInstanceOf(SinkException.Unavailable.class);
      assertThat(gate.guests()).containsExactly(store.getCertificate("receiver"));
    }
  }

  @Test
  void saysWhatTheServerMissedInAHandshake() {
    try (TlsGate gate = new TlsGate(certificate, true)) {
      assertThatThrownBy(open(gate, "sslMode", "require")::probe)
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("certificate_required");
    }
  }

  @Test
  void saysThatANameCannotBeResolved() {
    Sink sink =
        tables.openWith(tables.context, "postgresql://shop:s3cret@db.nowhere.invalid:5432/shop");

    assertThatThrownBy(sink::probe)
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining(
            "failed: the name db.nowhere.invalid cannot be resolved: check the address in the"
                + " configuration, and the DNS of this machine")
        .hasMessageNotContaining("s3cret");
  }
}
