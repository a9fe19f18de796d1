package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.S3dbException;
import io.s3db.server.config.Configuration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTakenTest {
  @TempDir Path folder;

  @Test
  void itSaysSoBeforeItCreatesOrStartsAnything() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Configuration configuration =
          Configuration.parse(
              "test.yaml",
              """
              database:
                connectionString: file://%1$s/source
                resources: { orders: { attributes: { total: number|required } } }
              journal: { path: %1$s/journal }
              replicator:
                replicators:
                  - { id: backup, driver: s3db, resources: [orders], config: { connectionString: "file://%1$s/backup" } }
              server: { port: %2$d }
              """
                  .formatted(folder, other.getLocalPort()),
              folder,
              Map.of());

      assertThatThrownBy(() -> S3dbServer.start(configuration))
          .isInstanceOfSatisfying(
              S3dbException.class, taken -> assertThat(taken.code()).isEqualTo("PORT_IN_USE"))
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort() + " is in use");
      assertThat(folder).isEmptyDirectory();
    }
  }
}
