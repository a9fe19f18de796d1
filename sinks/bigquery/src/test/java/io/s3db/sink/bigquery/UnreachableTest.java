package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.webhook.TestCertificate;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that there is no way to: the cause and the remedy, not what the client makes of them. */
class UnreachableTest {
  private final Warehouse warehouse = Warehouse.start();
  @TempDir private Path folder;

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
  void saysThatACertificateDoesNotVerify() {
    try (WebhookReceiver server =
        WebhookReceiver.start(TestCertificate.create(folder).forServer())) {
      Sink sink = warehouse.open("endpoint", "https://localhost:" + server.port());

      assertThatThrownBy(() -> prepare(sink))
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("failed: the certificate of the server does not verify")
          .hasMessageContaining("-Djavax.net.ssl.trustStore");
    }
  }

  private static void prepare(Sink sink) throws Exception {
    sink.prepare(Warehouse.target("facts"), Document.of("id", "1"));
  }
}
