package io.s3db.demo;

import io.s3db.Document;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The consumer of a queue: receives and deletes messages as they come, and keeps what they told of
 * each record.
 */
final class Consumer {
  private static final Duration IDLE = Duration.ofMillis(10);

  private final SqsQueue queue;
  private final String idField;
  private final Map<String, List<Document>> byRecord = new ConcurrentHashMap<>();
  private final Set<String> deliveries = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private int seen;
  private volatile boolean closed;

  /**
   * Starts consuming.
   *
   * @param idField the field of the data that names the record
   */
  Consumer(SqsQueue queue, String idField) {
    this.queue = queue;
    this.idField = idField;
    this.thread = Thread.ofVirtual().name("consumer-" + queue.name()).start(this::consume);
  }

  private void consume() {
    while (!closed) {
      take();
      LockSupport.parkNanos(IDLE.toNanos());
    }
  }

  private synchronized void take() {
    List<SqsMessage> all = queue.received();
    for (SqsMessage message : all.subList(seen, all.size())) {
      // A repetition has the same delivery id: a consumer that remembers ids takes it once.
      if (deliveries.add(message.attribute("s3db-delivery-id"))) {
        Document body = Document.parse(message.body());
        byRecord
            .computeIfAbsent(body.document("data").text(idField), _ -> new ArrayList<>())
            .add(body);
      }
    }
    seen = all.size();
  }

  boolean hasSeen(String id) {
    return byRecord.containsKey(id);
  }

  /** All that was told, by record, in order; takes what is still in the queue first. */
  Map<String, List<Document>> messages() {
    take();
    return byRecord;
  }

  /** Ends with the poll that is under way. */
  void close() throws InterruptedException {
    closed = true; // an interrupt could hit a request that has taken messages
    thread.join();
  }
}
