package io.s3db.testkit.sqs;

import static io.s3db.testkit.sqs.SqsWire.object;
import static io.s3db.testkit.sqs.SqsWire.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a consumer gets it.
 *
 * @param body its text
 * @param attributes the message attributes, by name; all of type String
 * @param groupId the message group id; empty if it has none
 * @param deduplicationId the deduplication id; empty if it has none
 */
public record SqsMessage(
    String body, Map<String, String> attributes, String groupId, String deduplicationId) {
  /** Reads one from the answer to ReceiveMessage. */
  static SqsMessage received(Map<String, @Nullable Object> message) {
    Map<String, @Nullable Object> system = object(message.get("Attributes"));
    return new SqsMessage(
        text(message, "Body"),
        attributes(message),
        text(system, "MessageGroupId"),
        text(system, "MessageDeduplicationId"));
  }

  /** Reads one from an entry of SendMessageBatch. */
  static SqsMessage sent(Map<String, @Nullable Object> entry) {
    return new SqsMessage(
        text(entry, "MessageBody"),
        attributes(entry),
        text(entry, "MessageGroupId"),
        text(entry, "MessageDeduplicationId"));
  }

  /** The value of a message attribute; empty if it has none of this name. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  private static Map<String, String> attributes(Map<String, @Nullable Object> message) {
    Map<String, String> values = new LinkedHashMap<>();
    object(message.get("MessageAttributes"))
        .forEach((name, value) -> values.put(name, text(object(value), "StringValue")));
    return values;
  }
}
