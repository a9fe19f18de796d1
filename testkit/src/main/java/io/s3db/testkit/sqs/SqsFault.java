package io.s3db.testkit.sqs;

import java.util.Map;
import java.util.function.Predicate;

/** What the proxy does instead of passing a request on and its answer back. */
public sealed interface SqsFault {
  /**
   * It answers with an error, and the server never hears of the request.
   *
   * @param code as in the {@code __type} of the protocol
   * @param headers further ones, such as {@code Retry-After}
   */
  record Refuse(int status, String code, Map<String, String> headers) implements SqsFault {
    /** Without further headers. */
    public Refuse(int status, String code) {
      this(status, code, Map.of());
    }
  }

  /** It answers with success and this object, and the server never hears of the request. */
  record Answer(Map<String, ?> body) implements SqsFault {}

  /** Of a batch, these messages fail with this code; the others are sent. */
  record FailEntries(Predicate<SqsMessage> which, String code, boolean senderFault)
      implements SqsFault {}

  /** Of a batch, these messages are not sent, and the answer does not speak of them. */
  record ForgetEntries(Predicate<SqsMessage> which) implements SqsFault {}

  /** The connection is closed before the server hears of the request. */
  record CutBefore() implements SqsFault {}

  /** The server does what it is asked, and the connection is closed without its answer. */
  record CutAfter() implements SqsFault {}

  /** Nothing happens until {@link SqsProxy#heal}; then the connection is closed. */
  record HangBefore() implements SqsFault {}

  /** The server does what it is asked; its answer is held back until {@link SqsProxy#heal}. */
  record HangAfter() implements SqsFault {}
}
