package io.s3db.testkit.sqs;

import io.s3db.testkit.leak.LeakCheck;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An embedded SQS server (ElasticMQ) on 127.0.0.1 and a free port. It keeps messages in memory,
 * knows FIFO queues and deduplication, enforces the limits of a batch, and checks no signatures.
 *
 * <p>Needs {@code org.elasticmq:elasticmq-rest-sqs_2.13} among the dependencies of the tests. Safe
 * for use by many threads.
 */
public final class SqsServer implements AutoCloseable {
  private static @Nullable SqsServer shared;

  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsWire wire;
  private final AtomicInteger queues = new AtomicInteger();

  private SqsServer(SQSRestServer server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
    this.wire = new SqsWire(endpoint);
  }

  /** Starts an empty server. */
  public static SqsServer start() {
    SQSRestServer server =
        SQSRestServerBuilder.withDynamicPort().withInterface("127.0.0.1").start();
    int port = server.waitUntilStarted().localAddress().getPort();
    return new SqsServer(server, URI.create("http://127.0.0.1:" + port));
  }

  /** The server of this process, started by whoever asks first, stopped with the process. */
  public static synchronized SqsServer shared() {
    SqsServer running = shared;
    if (running == null) {
      running = start();
      shared = running;
      LeakCheck.shared(running.endpoint().getPort());
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    }
    return running;
  }

  /** Where it listens: {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Creates a queue; FIFO if the name ends in {@code .fifo}.
   *
   * @param attributes as of CreateQueue, such as {@code ContentBasedDeduplication}
   */
  public SqsQueue createQueue(String name, Map<String, String> attributes) {
    return new SqsQueue(wire, wire.createQueue(name, attributes));
  }

  /** Creates a queue with a name of its own that begins like this. */
  public SqsQueue newQueue(String prefix) {
    return createQueue(prefix + "-" + queues.incrementAndGet(), Map.of());
  }

  /** Creates a FIFO queue with a name of its own that begins like this. */
  public SqsQueue newFifoQueue(String prefix) {
    return createQueue(prefix + "-" + queues.incrementAndGet() + ".fifo", Map.of());
  }

  /** A queue that somebody else created. */
  public SqsQueue queue(String url) {
    return new SqsQueue(wire, url);
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
