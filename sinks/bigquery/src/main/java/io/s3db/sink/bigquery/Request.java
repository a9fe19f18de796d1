package io.s3db.sink.bigquery;

import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.protobuf.ByteString;
import io.s3db.replicator.spi.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rows that are appended together: all or none of them. The rows of one delivery are never parted.
 *
 * <p>A request is less than 10 MB.
 *
 * @see <a href="https://cloud.google.com/bigquery/quotas#write-api-limits">Quotas</a>
 */
final class Request {
  /** The most bytes of rows, with room for their lengths, the definition and the name. */
  static final int MOST_BYTES = 9_000_000;

  private static final int PER_ROW = 6;

  private final List<Part> parts = new ArrayList<>();
  private int bytes;

  /** The rows of one delivery. */
  record Part(Delivery delivery, List<ByteString> rows) {
    int bytes() {
      return rows.stream().mapToInt(row -> row.size() + PER_ROW).sum();
    }
  }

  /** The parts in as few requests as can be, in order. */
  static List<Request> of(List<Part> parts) {
    List<Request> requests = new ArrayList<>();
    for (Part part : parts) {
      if (requests.isEmpty() || requests.getLast().bytes + part.bytes() > MOST_BYTES) {
        requests.add(new Request());
      }
      requests.getLast().add(part);
    }
    return requests;
  }

  private void add(Part part) {
    parts.add(part);
    bytes += part.bytes();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  List<Delivery> deliveries() {
    return parts.stream().map(Part::delivery).toList();
  }

  ProtoRows rows() {
    ProtoRows.Builder rows = ProtoRows.newBuilder();
    parts.forEach(part -> rows.addAllSerializedRows(part.rows()));
    return rows.build();
  }

  /** The delivery that the row with this index belongs to. */
  Delivery deliveryOf(long row) {
    long next = 0;
    for (Part part : parts) {
      next += part.rows().size();
      if (row < next) {
        return part.delivery();
      }
    }
    throw new IllegalArgumentException("no row " + row + " in a request of " + next);
  }

  /** The same without some deliveries. */
  Request without(Set<Delivery> refused) {
    Request rest = new Request();
    parts.stream().filter(part -> !refused.contains(part.delivery())).forEach(rest::add);
    return rest;
  }
}
