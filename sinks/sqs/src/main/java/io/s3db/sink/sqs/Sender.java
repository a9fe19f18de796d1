package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Makes calls of SendMessageBatch and reads what became of each message. */
final class Sender {
  private static final String PERMISSION = "sqs:SendMessage";

  private final SqsClient sqs;
  private final Requests requests;
  private final String replicator;
  private final boolean oneQueue;
  private final SqsFailures failures;
  private final Counters counters;

  Sender(
      SqsClient sqs, Requests requests, SinkContext context, boolean oneQueue, Counters counters) {
    this.sqs = sqs;
    this.requests = requests;
    this.replicator = context.replicator();
    this.oneQueue = oneQueue;
    this.failures = new SqsFailures(context.time());
    this.counters = counters;
  }

  /** Makes the calls side by side; after a failure of one, those not begun are not made. */
  void send(List<Call> calls, Deadline deadline, Tally tally) throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    List<Callable<Outcome>> tasks =
        calls.stream().<Callable<Outcome>>map(call -> () -> make(call, deadline, failed)).toList();
    List<Outcome> outcomes = requests.all(tasks);
    // Those that were not made come last: the failure that is told is the cause, not its effect.
    outcomes.stream().filter(each -> !isNotMade(each)).forEach(each -> settle(each, tally));
    outcomes.stream().filter(Sender::isNotMade).forEach(each -> settle(each, tally));
  }

  private static boolean isNotMade(Outcome outcome) {
    return outcome instanceof Outcome.NotMade;
  }

  private Outcome make(Call call, Deadline deadline, AtomicBoolean failed) {
    if (failed.get()) {
      return new Outcome.NotMade(call, "another call failed");
    }
    if (deadline.isOver()) {
      return new Outcome.NotMade(call, "the time of the attempt was over");
    }
    counters.calls.increment();
    if (call.isFull()) {
      counters.fullCalls.increment();
    }
    try {
      return new Outcome.Answered(
          call,
          sqs.sendMessageBatch(
              call.request()
                  .overrideConfiguration(override -> override.apiCallTimeout(deadline.left()))
                  .build()));
    } catch (SdkException e) {
      failed.set(true);
      return new Outcome.Failed(call, e);
    }
  }

  private void settle(Outcome outcome, Tally tally) {
    switch (outcome) {
      case Outcome.Answered(Call call, SendMessageBatchResponse answer) ->
          settle(call, answer, tally);
      case Outcome.Failed(Call call, SdkException e) ->
          failed(call, failures.of(attempted(call, call.messages().getFirst()), e), tally);
      case Outcome.NotMade(Call call, String why) ->
          tally.failed(
              new SinkException.Unavailable(
                  attempted(call, call.messages().getFirst()) + " was not begun: " + why + ".",
                  null));
    }
  }

  /** A refusal of a call with one message is a refusal of that message. */
  private static void failed(Call call, SinkException failure, Tally tally) {
    if (failure instanceof SinkException.BatchRefused refused && call.messages().size() == 1) {
      tally.refused(
          new Rejection(
              call.messages().getFirst().delivery().id(),
              refused.kind(),
              refused.code(),
              String.valueOf(refused.getMessage())));
    } else {
      tally.failed(failure);
    }
  }

  private void settle(Call call, SendMessageBatchResponse answer, Tally tally) {
    Map<String, BatchResultErrorEntry> failed =
        answer.failed().stream()
            .collect(Collectors.toMap(BatchResultErrorEntry::id, Function.identity()));
    List<String> taken = answer.successful().stream().map(SendMessageBatchResultEntry::id).toList();
    IntStream.range(0, call.messages().size())
        .forEach(
            index -> {
              Message message = call.messages().get(index);
              String id = Integer.toString(index);
              BatchResultErrorEntry error = failed.get(id);
              if (error != null) {
                counters.failedMessages.increment();
                settle(call, message, error, tally);
              } else if (taken.contains(id)) {
                counters.messages.increment();
                tally.acknowledged(message.delivery(), call.queue());
              } else {
                tally.failed(
                    new SinkException.Unavailable(
                        attempted(call, message) + " got an answer without one of them.", null));
              }
            });
  }

  private void settle(Call call, Message message, BatchResultErrorEntry error, Tally tally) {
    String code = String.valueOf(error.code());
    String said =
        "of message "
            + message.delivery().id()
            + " the answer was "
            + code
            + (error.message() == null ? "" : ": " + SqsFailures.firstLine(error.message()));
    Verdict verdict = SqsFailures.verdict(code, 0, Boolean.TRUE.equals(error.senderFault()));
    SinkException failure = failures.of(attempted(call, message), verdict, code, said);
    if (failure instanceof SinkException.BatchRefused refused) {
      tally.refused(
          new Rejection(
              message.delivery().id(),
              refused.kind(),
              refused.code(),
              String.valueOf(refused.getMessage())));
    } else {
      tally.failed(failure);
    }
  }

  private Attempted attempted(Call call, Message first) {
    int count = call.messages().size();
    return new Attempted(
        replicator,
        "sending " + count + (count == 1 ? " message to" : " messages to"),
        PERMISSION,
        call.queue(),
        first.delivery().target(),
        oneQueue);
  }
}
