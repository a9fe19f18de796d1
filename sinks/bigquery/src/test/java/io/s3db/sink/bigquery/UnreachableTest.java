package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that there is no way to: the cause and the remedy, not what the client makes of them. */
class UnreachableTest {
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

  private static void prepare(Sink sink) throws Exception {
    sink.prepare(Warehouse.target("facts"), Document.of("id", "1"));
  }
}
