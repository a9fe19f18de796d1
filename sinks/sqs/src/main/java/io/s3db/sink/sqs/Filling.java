package io.s3db.sink.sqs;

import java.util.ArrayList;
import java.util.List;

/** Fills calls to one queue: each message goes into the first call that has room for it. */
final class Filling {
  private final QueueUrl queue;
  private final List<Call> full = new ArrayList<>();
  private final List<Call> open = new ArrayList<>();

  Filling(QueueUrl queue) {
    this.queue = queue;
  }

  void add(Message message) {
    Call call =
        open.stream()
            .filter(each -> each.bytes() + message.bytes() <= Message.MOST_BYTES)
            .findFirst()
            .orElseGet(this::opened);
    call.messages().add(message);
    if (call.isFull()) {
      open.remove(call);
      full.add(call);
    }
  }

  private Call opened() {
    Call call = new Call(queue, new ArrayList<>(Call.MOST));
    open.add(call);
    return call;
  }

  List<Call> calls() {
    List<Call> all = new ArrayList<>(full);
    all.addAll(open);
    return all;
  }
}
