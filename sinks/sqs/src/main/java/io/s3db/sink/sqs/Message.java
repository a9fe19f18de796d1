package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Delivery;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * A message before it is sent.
 *
 * @param delivery what it tells
 * @param body its text
 * @param attributes its attributes by name, all of type String
 * @param groupId its message group; null if it has none
 * @param deduplicationId null if it has none
 * @param bytes its size as SQS counts it: body and attributes
 */
record Message(
    Delivery delivery,
    String body,
    Map<String, String> attributes,
    @Nullable String groupId,
    @Nullable String deduplicationId,
    long bytes) {
  /** The most bytes of a message, and of all messages of a call together. */
  static final long MOST_BYTES = 1 << 20;

  private static final String TYPE = "String";

  /** Names, types and values of attributes count as the body does. */
  static long bytes(String body, Map<String, String> attributes) {
    long bytes = BodyText.bytes(body);
    for (Map.Entry<String, String> each : attributes.entrySet()) {
      bytes += each.getKey().length() + TYPE.length() + BodyText.bytes(each.getValue());
    }
    return bytes;
  }

  SendMessageBatchRequestEntry entry(int index) {
    return SendMessageBatchRequestEntry.builder()
        .id(Integer.toString(index))
        .messageBody(body)
        .messageAttributes(
            attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> value(each.getValue()))))
        .messageGroupId(groupId)
        .messageDeduplicationId(deduplicationId)
        .build();
  }

  private static MessageAttributeValue value(String text) {
    return MessageAttributeValue.builder().dataType(TYPE).stringValue(text).build();
  }
}
