package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.webhook.TestCertificate;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Servers that there is no way to: the cause and the remedy, not what the SDK makes of them. */
class UnreachableTest {
  @RegisterExtension private final Rig rig = new Rig();
  @TempDir private Path folder;

  @Test
  void saysThatANameCannotBeResolved() {
    Sink sink = open("http://sqs.nowhere.invalid");

    assertThatThrownBy(() -> Rig.prepare(sink, "orders"))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining(
            "failed: the name sqs.nowhere.invalid cannot be resolved: check the address in the"
                + " configuration, and the DNS of this machine.");
  }

  @Test
  void saysThatACertificateDoesNotVerify() {
    try (WebhookReceiver server =
        WebhookReceiver.start(TestCertificate.create(folder).forServer())) {
      Sink sink = open("https://localhost:" + server.port());

      assertThatThrownBy(() -> Rig.prepare(sink, "orders"))
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContaining("failed: the certificate of the server does not verify")
          .hasMessageContaining("check the address");
    }
  }

  private Sink open(String server) {
    return rig.open(
        new TestContext(), "endpoint", server, "queueUrl", server + "/000000000000/orders");
  }
}
