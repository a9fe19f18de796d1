package io.s3db.testkit.sqs;

import static io.s3db.testkit.sqs.SqsWire.list;
import static io.s3db.testkit.sqs.SqsWire.object;
import static io.s3db.testkit.sqs.SqsWire.text;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A queue, read as its one consumer would read it. Safe for use by many threads. */
public final class SqsQueue {
  private final SqsWire wire;
  private final String url;
  private final List<SqsMessage> received = new ArrayList<>();

  SqsQueue(SqsWire wire, String url) {
    this.wire = wire;
    this.url = url;
  }

  /** Its URL at the server. */
  public String url() {
    return url;
  }

  /** Its URL as seen through another endpoint, such as a proxy's. */
  public String urlAt(URI endpoint) {
    return endpoint + URI.create(url).getRawPath();
  }

  /** Its name. */
  public String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /**
   * Receives and deletes what is in the queue now, and tells all that was ever received by this
   * object, in the order of receipt.
   */
  public synchronized List<SqsMessage> received() {
    for (List<?> some = receive(); !some.isEmpty(); some = receive()) {
      List<Map<String, Object>> receipts = new ArrayList<>();
      for (Object each : some) {
        Map<String, @Nullable Object> message = object(each);
        received.add(SqsMessage.received(message));
        receipts.add(
            Map.of("Id", "r" + receipts.size(), "ReceiptHandle", text(message, "ReceiptHandle")));
      }
      wire.call("DeleteMessageBatch", Map.of("QueueUrl", url, "Entries", receipts));
    }
    return List.copyOf(received);
  }

  private List<?> receive() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("QueueUrl", url);
    request.put("MaxNumberOfMessages", 10);
    request.put("WaitTimeSeconds", 0);
    request.put("MessageAttributeNames", List.of("All"));
    request.put("AttributeNames", List.of("All"));
    return list(wire.call("ReceiveMessage", request).get("Messages"));
  }

  /** Changes attributes, as SetQueueAttributes does. */
  public void set(Map<String, String> attributes) {
    wire.call("SetQueueAttributes", Map.of("QueueUrl", url, "Attributes", attributes));
  }

  /** Its attributes, as GetQueueAttributes tells them. */
  public Map<String, @Nullable Object> attributes() {
    return object(
        wire.call("GetQueueAttributes", Map.of("QueueUrl", url, "AttributeNames", List.of("All")))
            .get("Attributes"));
  }

  /** Removes the queue and what is in it. */
  public void delete() {
    wire.call("DeleteQueue", Map.of("QueueUrl", url));
  }
}
