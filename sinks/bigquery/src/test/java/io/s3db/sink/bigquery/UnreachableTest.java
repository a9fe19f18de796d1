package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.webhook.TestCertificate;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that there is no way to: the cause and the remedy, not what the client makes of them. */
class UnreachableTest {
  @TempDir private Path folder;
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Test
  void saysThatANameCannotBeResolved() {
    Sink sink = warehouse.open("endpoint", "http://bigquery.nowhere.invalid");

    assertThatThrownBy(() -> prepare(sink))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining(
            "preparing table facts failed: the name bigquery.nowhere.invalid cannot be resolved:"
                + " check the address in the configuration, and the DNS of this machine.");
  }

  @Test
  void saysThatTheNameOfTheStorageInterfaceCannotBeResolved() throws Exception {
    Sink sink = warehouse.open("storageEndpoint", "http://storage.nowhere.invalid");

    assertThatThrownBy(() -> write(sink))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining(
            "writing 1 records to table facts failed: the name storage.nowhere.invalid cannot be"
                + " resolved: check the address");
  }

  @Test
  void saysThatACertificateDoesNotVerify() {
    try (TokenServer tokens = new TokenServer();
        WebhookReceiver server =
            WebhookReceiver.start(TestCertificate.create(folder).forServer())) {
      String address = "https://localhost:" + server.port();
      Sink sink =
          warehouse.open(
              "endpoint", address, "storageEndpoint", address, "credentials", tokens.key());

      assertThatThrownBy(() -> prepare(sink))
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("failed: the certificate of the server does not verify")
          .hasMessageContaining("check the address");
    }
  }

  @Test
  void saysThatTheCertificateOfTheStorageInterfaceDoesNotVerify() {
    try (TokenServer tokens = new TokenServer();
        WebhookReceiver server =
            WebhookReceiver.start(TestCertificate.create(folder).forServer())) {
      Sink sink =
          warehouse.open(
              "storageEndpoint", "https://localhost:" + server.port(), "credentials", tokens.key());

      assertThatThrownBy(() -> write(sink))
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("failed: the certificate of the server does not verify");
    }
  }

  private static void write(Sink sink) throws Exception {
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    KeyFields key = sink.prepare(target, Document.of("id", "1"));
    sink.write(List.of(new DeliveryFixtures("facts", key, true).insert(Document.of("id", "1"))));
  }

  private static void prepare(Sink sink) throws Exception {
    sink.prepare(Warehouse.target("facts"), Document.of("id", "1"));
  }
}
