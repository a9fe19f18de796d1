package io.s3db.sink.sqs;

import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Looks at a queue before the first message, and creates it where it may.
 *
 * <p>It needs {@code sqs:GetQueueAttributes}; with {@code ensureQueues} also {@code
 * sqs:CreateQueue}.
 */
final class QueueKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(QueueKeeper.class);
  private static final String READ = "sqs:GetQueueAttributes";
  private static final String CREATE = "sqs:CreateQueue";

  private final SqsOptions options;
  private final SinkContext context;
  private final SqsClient sqs;
  private final Requests requests;
  private final SqsFailures failures;

  QueueKeeper(SqsOptions options, SinkContext context, SqsClient sqs, Requests requests) {
    this.options = options;
    this.context = context;
    this.sqs = sqs;
    this.requests = requests;
    this.failures = new SqsFailures(context.time());
  }

  /**
   * Makes sure that a queue can take our messages.
   *
   * @return the most bytes of a message that it takes
   */
  long look(QueueUrl queue, Target target) throws SinkException, InterruptedException {
    Map<QueueAttributeName, String> attributes = attributes(queue, target);
    checkDeduplication(queue, target, attributes);
    if (options.messageGroupId() != null && !queue.isFifo() && !options.fairQueues()) {
      context.warn(
          "OPTION_UNUSED",
          queue.text(),
          "messageGroupId has no effect on the standard queue "
              + queue
              + ": set fairQueues: true to use it there.");
    }
    LOG.info(
        "{}: {} goes to {} ({}, visibility timeout {} s, kept {} s, {} messages waiting)",
        context.replicator(),
        target.resource(),
        queue,
        queue.isFifo() ? "FIFO" : "standard",
        attributes.get(QueueAttributeName.VISIBILITY_TIMEOUT),
        attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD),
        attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    return mostBytes(attributes);
  }

  private static long mostBytes(Map<QueueAttributeName, String> attributes) {
    String most = attributes.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
    return most == null ? Message.MOST_BYTES : Math.min(Message.MOST_BYTES, Long.parseLong(most));
  }

  private void checkDeduplication(
      QueueUrl queue, Target target, Map<QueueAttributeName, String> attributes)
      throws SinkException {
    if (!queue.isFifo() || options.deduplicationId()) {
      return;
    }
    if (!"true".equals(attributes.get(QueueAttributeName.CONTENT_BASED_DEDUPLICATION))) {
      throw new SinkException.TargetDenied(
          target.name(),
          "%s: deduplicationId is false, and the FIFO queue %s has no content-based deduplication: switch that on, or leave deduplicationId out."
              .formatted(context.replicator(), queue),
          null);
    }
    if (options.payload() == Payload.DATA) {
      context.warn(
          "CHANGES_MAY_MERGE",
          queue.text(),
          "With deduplicationId: false and payload: data, "
              + queue
              + " drops a change that brings a record back to what it was within five minutes.");
    }
  }

  /** Asks whether the destination is there and lets us in: one queue speaks for all. */
  void probe(QueueUrl queue) throws SinkException, InterruptedException {
    try {
      requests.one(
          () ->
              sqs.getQueueAttributes(
                  request ->
                      request.queueUrl(queue.text()).attributeNames(QueueAttributeName.QUEUE_ARN)));
    } catch (SdkException e) {
      SinkException failure = failures.of(attempted("looking at", READ, queue, queue.name()), e);
      if (!(failure instanceof SinkException.TargetDenied)) {
        throw failure;
      }
      // It answered, and there is nothing wrong but with this queue: its route is asked by itself.
    }
  }

  private Map<QueueAttributeName, String> attributes(QueueUrl queue, Target target)
      throws SinkException, InterruptedException {
    try {
      return read(queue);
    } catch (SdkException e) {
      if (!options.ensureQueues() || !isMissing(e)) {
        throw failures.of(attempted("looking at", READ, queue, target.name()), e);
      }
    }
    create(queue, target);
    try {
      return read(queue);
    } catch (SdkException e) {
      throw failures.of(attempted("looking at", READ, queue, target.name()), e);
    }
  }

  /** All of them: to ask for those of FIFO queues by name is an error where the queue is none. */
  private Map<QueueAttributeName, String> read(QueueUrl queue) throws InterruptedException {
    return requests.one(
        () ->
            sqs.getQueueAttributes(
                    request ->
                        request.queueUrl(queue.text()).attributeNames(QueueAttributeName.ALL))
                .attributes());
  }

  private static boolean isMissing(SdkException e) {
    return e instanceof AwsServiceException answer
        && SqsFailures.verdict(SqsFailures.code(answer), answer.statusCode(), true)
            == Verdict.MISSING;
  }

  private void create(QueueUrl queue, Target target) throws SinkException, InterruptedException {
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    if (queue.isFifo()) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
      if (!options.deduplicationId()) {
        attributes.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true");
      }
    }
    try {
      requests.one(
          () -> sqs.createQueue(request -> request.queueName(queue.name()).attributes(attributes)));
      LOG.info("{}: created the queue {}", context.replicator(), queue);
    } catch (SdkException e) {
      throw failures.of(attempted("creating", CREATE, queue, target.name()), e);
    }
  }

  private Attempted attempted(String what, String permission, QueueUrl queue, String target) {
    return new Attempted(
        context.replicator(), what, permission, queue, target, options.queues().all().size() == 1);
  }
}
