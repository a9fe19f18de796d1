package io.s3db.sink.webhook;

import io.s3db.replicator.spi.SinkException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes single requests, so many at once as are allowed, each within its time.
 *
 * <p>Nothing is tried twice and no redirect is followed. Safe for many threads.
 */
final class Exchange {
  private final HttpClient client;
  private final AddressGuard guard;
  private final Failures failures;
  private final RequestCounters counters;
  private final InstantSource time;
  private final HttpRequest.Builder template;
  private final String method;
  private final List<SigningKey> keys;
  private final Duration timeout;
  private final Semaphore requests;

  Exchange(
      WebhookOptions options,
      HttpClient client,
      AddressGuard guard,
      Failures failures,
      RequestCounters counters,
      InstantSource time) {
    this.client = client;
    this.guard = guard;
    this.failures = failures;
    this.counters = counters;
    this.time = time;
    this.template = HttpRequest.newBuilder(options.url().uri()).timeout(options.timeout());
    options.headers().values().forEach(template::header);
    this.method = options.method().name();
    this.keys = options.signing();
    this.timeout = options.timeout();
    this.requests = new Semaphore(options.parallelRequests(), true);
  }

  /** Waits for its turn. Whoever began must {@link #end}. */
  void begin() throws InterruptedException {
    requests.acquire();
  }

  /** Lets the next one begin. */
  void end() {
    requests.release();
  }

  /**
   * Sends a message.
   *
   * @return null if the receiver took it
   */
  Failures.@Nullable Verdict send(Message message) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      guard.check(timeout);
      counters.request();
      Reply reply = answer(request(message), deadline);
      counters.answer(reply.status());
      return reply.isSuccess() ? null : failures.verdict(reply);
    } catch (SinkException e) {
      return new Failures.Verdict.Failed(e);
    }
  }

  private HttpRequest request(Message message) {
    String timestamp = String.valueOf(time.instant().getEpochSecond());
    HttpRequest.Builder request =
        template
            .copy()
            .method(method, BodyPublishers.ofByteArray(message.body()))
            .header(Message.ID, message.id())
            .header(Message.TIMESTAMP, timestamp)
            .header(Message.IDEMPOTENCY_KEY, message.id());
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    if (!keys.isEmpty()) {
      request.header(Message.SIGNATURE, signatures(message, timestamp));
    }
    return request.build();
  }

  private String signatures(Message message, String timestamp) {
    return keys.stream()
        .map(key -> key.sign(message.id(), timestamp, message.body()))
        .collect(Collectors.joining(" "));
  }

  /** The answer; if its status came, it counts, even if the rest did not come in time. */
  private Reply answer(HttpRequest request, long deadline)
      throws SinkException.Unavailable, InterruptedException {
    ReplyReader reader = new ReplyReader();
    CompletableFuture<?> call = client.sendAsync(request, reader);
    try {
      call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      return reader.reply().orElseThrow(() -> timedOut(e));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return reader.reply().orElseThrow(() -> failed(cause));
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    }
    return reader.reply().orElseThrow();
  }

  private SinkException.Unavailable failed(Throwable cause) {
    if (Failures.isTimeout(cause)) {
      return timedOut(cause);
    }
    counters.unanswered();
    return failures.unanswered(cause);
  }

  private SinkException.Unavailable timedOut(Throwable cause) {
    counters.timeout();
    return failures.timeout(timeout, cause);
  }
}
