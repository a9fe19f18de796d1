package io.s3db.replicator.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.Events;
import io.s3db.replicator.spi.DeliveryId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LogIdsTest {
  @Test
  void anIdSaysWhenAndWhat() {
    String id =
        LogIds.of(
            Instant.parse("2025-10-18T10:30:00.007999Z"),
            "warehouse",
            new DeliveryId(Events.id(12), 3));
    assertThat(id).isEqualTo("20251018T103000007-warehouse-00000000000000aa-1-12.3");
    assertThat(LogIds.time(id)).contains(Instant.parse("2025-10-18T10:30:00.007Z"));
  }

  @Test
  void otherIdsHaveNoTime() {
    assertThat(LogIds.time("hello")).isEmpty();
    assertThat(LogIds.time("20251018T103000007")).isEmpty();
    assertThat(LogIds.time("20259918T103000007-x")).isEmpty();
    assertThat(LogIds.time("abcdefghijklmnopqr-x")).isEmpty();
  }
}
