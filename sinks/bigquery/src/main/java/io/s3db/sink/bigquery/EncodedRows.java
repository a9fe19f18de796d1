package io.s3db.sink.bigquery;

import com.google.protobuf.ByteString;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import java.util.ArrayList;
import java.util.List;

/** The part of a batch that goes to one table, as messages; what does not fit is refused. */
final class EncodedRows {
  private final String table;
  private final List<Request.Part> parts = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final long droppedValues;

  EncodedRows(TableTarget target, Layout layout, List<Delivery> deliveries) {
    this.table = target.name();
    RowEncoder encoder = new RowEncoder(layout);
    for (Delivery delivery : deliveries) {
      add(encoder, delivery);
    }
    this.droppedValues = encoder.droppedValues();
  }

  private void add(RowEncoder encoder, Delivery delivery) {
    try {
      List<ByteString> rows = encoder.rows(delivery);
      Request.Part part = new Request.Part(delivery, rows);
      if (part.bytes() > Request.MOST_BYTES) {
        refuse(
            delivery,
            "ROW_TOO_LARGE",
            "it takes " + part.bytes() + " bytes, and a request at most " + Request.MOST_BYTES);
      } else {
        parts.add(part);
      }
    } catch (UnfitValueException e) {
      refuse(delivery, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private void refuse(Delivery delivery, String code, String why) {
    rejections.add(
        new Rejection(
            delivery.id(),
            Rejection.Kind.PERMANENT,
            code,
            "%s %s does not fit table %s: %s."
                .formatted(delivery.resource(), delivery.recordId(), table, why)));
  }

  long droppedValues() {
    return droppedValues;
  }

  List<Request.Part> parts() {
    return parts;
  }

  List<Rejection> rejections() {
    return rejections;
  }
}
