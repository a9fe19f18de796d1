package io.s3db.sink.postgresql;

import io.s3db.testkit.webhook.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The door of a PostgreSQL server that speaks TLS: it agrees to encryption, shakes hands, notes who
 * came, and closes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL
 *     session encryption</a>
 */
final class TlsGate implements AutoCloseable {
  private static final int SSL_REQUEST = 8;
  private static final int PATIENCE = 2_000;

  private final ServerSocket door;
  private final SSLContext tls;
  private final boolean asksForCertificate;
  private final List<Certificate> guests = new CopyOnWriteArrayList<>();
  private final List<String> sessions = new CopyOnWriteArrayList<>();

  /** One that shows the certificate; and trusts none but it, where it asks for one. */
  TlsGate(TestCertificate certificate, boolean asksForCertificate) {
    this.asksForCertificate = asksForCertificate;
    try {
      this.tls = tls(certificate);
      this.door = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::receive);
  }

  private static SSLContext tls(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = TestCertificate.PASSWORD.toCharArray();
    keys.load(new ByteArrayInputStream(Files.readAllBytes(certificate.keyStore())), password);
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("receiver", keys.getCertificate("receiver"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void receive() {
    while (!door.isClosed()) {
      try (Socket guest = door.accept()) {
        guest.setSoTimeout(PATIENCE);
        receiveAndSeeOff(guest);
      } catch (IOException _) {
        // It went away, or the end.
      }
    }
  }

  /** Closing on words that nobody heard would take back what was said to the guest at last. */
  private void receiveAndSeeOff(Socket guest) throws IOException {
    try {
      receive(guest);
    } catch (IOException _) {
      // A handshake that failed.
    }
    guest.shutdownOutput();
    guest.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void receive(Socket guest) throws IOException {
    if (guest.getInputStream().readNBytes(SSL_REQUEST).length < SSL_REQUEST) {
      return;
    }
    guest.getOutputStream().write('S');
    try (SSLSocket session =
        (SSLSocket) tls.getSocketFactory().createSocket(guest, null, guest.getPort(), false)) {
      session.setUseClientMode(false);
      session.setNeedClientAuth(asksForCertificate);
      session.startHandshake();
      if (asksForCertificate) {
        guests.addAll(List.of(session.getSession().getPeerCertificates()));
      }
      // Only whoever believed our certificate says anything.
      if (session.getInputStream().read() >= 0) {
        sessions.add(session.getSession().getProtocol());
      }
    }
  }

  int port() {
    return door.getLocalPort();
  }

  /** Certificates that were shown to it. */
  List<Certificate> guests() {
    return guests;
  }

  /** Protocols of the sessions that somebody began to speak in. */
  List<String> sessions() {
    return sessions;
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
