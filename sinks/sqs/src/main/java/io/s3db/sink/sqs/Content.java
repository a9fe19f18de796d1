package io.s3db.sink.sqs;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Envelope;
import io.s3db.replicator.spi.SinkException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bodies of one delivery, each made once, for however many queues. */
final class Content {
  private final Delivery delivery;
  private final String full;
  private @Nullable String claim;

  Content(Delivery delivery, Payload payload) {
    this.delivery = delivery;
    this.full =
        switch (payload) {
          case ENVELOPE -> BodyText.of(Json.write(Envelope.fields(delivery)));
          case DATA -> BodyText.of(json(delivery.data()));
        };
  }

  private static String json(@Nullable Document data) {
    return data == null ? "null" : data.toJson();
  }

  Delivery delivery() {
    return delivery;
  }

  /** The whole content. */
  String full() {
    return full;
  }

  /** Where the content lies, once it is kept there. */
  String claim(Claims claims) throws SinkException {
    String made = claim;
    if (made == null) {
      byte[] bytes = full.getBytes(StandardCharsets.UTF_8);
      made = BodyText.of(Envelope.of(delivery, claims.keep(delivery, bytes)).toJson());
      claim = made;
    }
    return made;
  }

  boolean isClaimed() {
    return claim != null;
  }
}
