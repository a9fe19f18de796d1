package io.s3db.sink.sqs;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** What became of a call. */
sealed interface Outcome {
  /** Which call. */
  Call call();

  /** SQS answered, for each message. */
  record Answered(Call call, SendMessageBatchResponse answer) implements Outcome {}

  /** SQS refused it as a whole, or nobody knows. */
  record Failed(Call call, SdkException failure) implements Outcome {}

  /** It was not made, and why. */
  record NotMade(Call call, String why) implements Outcome {}
}
