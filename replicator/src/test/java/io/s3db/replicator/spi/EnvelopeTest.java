package io.s3db.replicator.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.Operation;
import io.s3db.replicator.Events;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EnvelopeTest {
  private static final Document ORDER = Document.of("id", "o-1", "total", 10);

  @Test
  void anInsertHasNoBefore() {
    assertThat(Envelope.of(delivery(Operation.INSERT, null, ORDER)).toJson())
        .isEqualTo(
            "{\"resource\":\"orders\",\"action\":\"insert\","
                + "\"timestamp\":\"2025-01-15T10:30:00.000Z\","
                + "\"data\":{\"id\":\"o-1\",\"total\":10}}");
  }

  @Test
  void anUpdateHasBeforeInFrontOfData() {
    Document before = Document.of("id", "o-1", "total", 9);

    assertThat(Envelope.of(delivery(Operation.UPDATE, before, ORDER)).toJson())
        .isEqualTo(
            "{\"resource\":\"orders\",\"action\":\"update\","
                + "\"timestamp\":\"2025-01-15T10:30:00.000Z\","
                + "\"before\":{\"id\":\"o-1\",\"total\":9},"
                + "\"data\":{\"id\":\"o-1\",\"total\":10}}");
  }

  @Test
  void anUpdateWhoseBeforeWasSkippedHasNone() {
    assertThat(Envelope.of(delivery(Operation.UPDATE, null, ORDER)).names())
        .containsExactly("resource", "action", "timestamp", "data");
  }

  @Test
  void aDeleteTellsTheLastRecord() {
    Document envelope = Envelope.of(delivery(Operation.DELETE, null, ORDER));

    assertThat(envelope.text("action")).isEqualTo("delete");
    assertThat(envelope.document("data")).isEqualTo(ORDER);
    assertThat(envelope.has("before")).isFalse();
  }

  @Test
  void aClaimStandsInPlaceOfTheContent() {
    Claim claim = new Claim("shop", "live/plugin=s3db-replicator/claims/1", 300_000, "ab12");

    assertThat(Envelope.of(delivery(Operation.UPDATE, ORDER, ORDER), claim).toJson())
        .isEqualTo(
            "{\"resource\":\"orders\",\"action\":\"update\","
                + "\"timestamp\":\"2025-01-15T10:30:00.000Z\","
                + "\"claimCheck\":{\"bucket\":\"shop\","
                + "\"key\":\"live/plugin=s3db-replicator/claims/1\","
                + "\"size\":300000,\"sha256\":\"ab12\"}}");
  }

  @Test
  void timesHaveMillisecondsWhateverTheyEndWith() {
    assertThat(IsoTime.text(Instant.parse("2025-01-15T10:30:00.120999Z")))
        .isEqualTo("2025-01-15T10:30:00.120Z");
    assertThat(IsoTime.text(Instant.parse("2025-01-15T23:59:59Z")))
        .isEqualTo("2025-01-15T23:59:59.000Z");
  }

  private static Delivery delivery(
      Operation operation, @Nullable Document before, @Nullable Document data) {
    return new Delivery(
        new DeliveryId(Events.id(1), 0),
        "queue",
        "orders",
        "o-1",
        operation,
        Events.version(1),
        Instant.parse("2025-01-15T10:30:00Z"),
        new Key(Document.of("id", "o-1")),
        Set.of(),
        before,
        data);
  }
}
