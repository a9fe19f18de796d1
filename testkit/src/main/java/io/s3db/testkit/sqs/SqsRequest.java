package io.s3db.testkit.sqs;

import static io.s3db.testkit.sqs.SqsWire.list;
import static io.s3db.testkit.sqs.SqsWire.object;
import static io.s3db.testkit.sqs.SqsWire.text;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request that came to the proxy.
 *
 * @param action such as {@code SendMessageBatch}
 * @param headers names in lower case
 * @param body of JSON
 */
public record SqsRequest(
    String action, Map<String, String> headers, Map<String, @Nullable Object> body) {
  /** The requests that send messages. */
  public static final Predicate<SqsRequest> SENDS = of("SendMessageBatch");

  /** The requests of an action. */
  public static Predicate<SqsRequest> of(String action) {
    return request -> request.action().equals(action);
  }

  /** The URL of the queue it is about. */
  public String queueUrl() {
    return text(body, "QueueUrl");
  }

  /** The messages it sends. */
  public List<SqsMessage> messages() {
    return list(body.get("Entries")).stream().map(each -> SqsMessage.sent(object(each))).toList();
  }

  /** The access key id it was signed with; empty if it is not signed. */
  public String accessKeyId() {
    String authorization = headers.getOrDefault("authorization", "");
    int start = authorization.indexOf("Credential=");
    return start < 0
        ? ""
        : authorization.substring(
            start + "Credential=".length(), authorization.indexOf("/", start));
  }
}
