package io.s3db.sink.sqs;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells queues of changes.
 *
 * <p>A batch becomes calls of up to ten messages and 1 MiB, several under way at once. It returns
 * when every message is acknowledged; so of one record there is never more than one under way, and
 * the order of its changes is that of the queue. A message carries the id of its delivery: FIFO
 * queues drop a repetition, consumers of standard queues can.
 */
final class SqsSink implements Sink {
  private static final SinkTraits TRAITS = SinkTraits.events(true, 8 << 20);

  /** A key that every record has, since queues have none. */
  private static final KeyFields KEY = KeyFields.recordId("id");

  private final SqsOptions options;
  private final SinkContext context;
  private final SqsClients clients;
  private final Counters counters = new Counters();
  private final Halfway halfway = new Halfway();
  private final Map<QueueUrl, Long> mostBytes = new ConcurrentHashMap<>();
  private final QueueKeeper keeper;
  private final Messages messages;
  private final Sender sender;

  private SqsSink(SqsOptions options, SinkContext context, SqsClients clients) {
    this.options = options;
    this.context = context;
    this.clients = clients;
    Requests requests = new Requests(options.parallelRequests());
    this.keeper = new QueueKeeper(options, context, clients.sqs(), requests);
    this.messages = new Messages(options, context.claims());
    this.sender =
        new Sender(clients.sqs(), requests, context, options.queues().all().size() == 1, counters);
  }

  static SqsSink open(SqsOptions options, SinkContext context) {
    return new SqsSink(options, context, SqsClients.open(options, context.timeout()));
  }

  @Override
  public SinkTraits traits() {
    return TRAITS;
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    List<QueueUrl> queues = options.queues().of(target.name(), target.resource());
    if (queues.isEmpty()) {
      throw new SinkException.TargetDenied(
          target.name(),
          "%s: there is no queue for %s: give queues.%s the URL of one, or queueUrl that of a queue for all that have none."
              .formatted(context.replicator(), target.name(), target.name()),
          null);
    }
    for (QueueUrl queue : queues) {
      mostBytes.put(queue, keeper.look(queue, target));
    }
    return KEY;
  }

  @Override
  public int requests(List<Delivery> batch) {
    Map<QueueUrl, Integer> messages = new HashMap<>();
    for (Delivery delivery : batch) {
      for (QueueUrl queue : options.queues().of(delivery.target(), delivery.resource())) {
        messages.merge(queue, 1, Integer::sum);
      }
    }
    return messages.values().stream().mapToInt(each -> Math.ceilDiv(each, Call.MOST)).sum();
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    Deadline deadline = Deadline.within(context.timeout());
    Tally tally = new Tally(halfway);
    for (List<Delivery> round : Rounds.of(batch)) {
      sender.send(calls(round, tally), deadline, tally);
      if (tally.hasFailed()) {
        break;
      }
    }
    return tally.result();
  }

  private List<Call> calls(List<Delivery> round, Tally tally) {
    Map<QueueUrl, Filling> fillings = new LinkedHashMap<>();
    for (Delivery delivery : round) {
      try {
        add(delivery, tally, fillings);
      } catch (SinkException e) {
        tally.failed(e);
      }
    }
    return fillings.values().stream().flatMap(each -> each.calls().stream()).toList();
  }

  private void add(Delivery delivery, Tally tally, Map<QueueUrl, Filling> fillings)
      throws SinkException {
    List<QueueUrl> queues = options.queues().of(delivery.target(), delivery.resource());
    if (queues.isEmpty()) {
      throw notPrepared(delivery);
    }
    Set<QueueUrl> open = tally.begin(delivery.id(), queues);
    Content content = new Content(delivery, options.payload());
    for (QueueUrl queue : queues) {
      Long most = mostBytes.get(queue);
      if (most == null) {
        throw notPrepared(delivery);
      }
      if (open.contains(queue)) {
        Message message = messages.make(content, queue, most);
        fillings.computeIfAbsent(queue, Filling::new).add(message);
      }
    }
    if (content.isClaimed()) {
      counters.claimChecks.increment();
    }
  }

  private static IllegalStateException notPrepared(Delivery delivery) {
    return new IllegalStateException("target " + delivery.target() + " was not prepared");
  }

  @Override
  public void probe() throws SinkException, InterruptedException {
    keeper.probe(options.queues().all().iterator().next());
  }

  @Override
  public Map<String, Long> metrics() {
    return counters.byName();
  }

  @Override
  public void close() {
    clients.close();
  }

  @Override
  public String toString() {
    return "SqsSink[" + options.queues().target() + "]";
  }
}
