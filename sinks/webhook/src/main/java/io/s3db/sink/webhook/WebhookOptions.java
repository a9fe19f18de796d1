package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of the driver {@code webhook}.
 *
 * @param url {@code url}: required; credentials in it are sent as basic authentication
 * @param method {@code method}: default {@code POST}
 * @param headers {@code headers} and {@code auth}: sent with every request
 * @param timeout {@code timeout}: bounds one request, from looking up the name to the end of the
 *     answer; default 5 s
 * @param retries {@code retries}, {@code retryDelay}, {@code retryStrategy}, {@code retryOnStatus}
 * @param batch {@code batch}: whether a request tells several changes; default false
 * @param batchSize {@code batchSize}: the most changes in a request of a batch; default 100
 * @param payload {@code payload}: what a body holds of a change; default {@code envelope}
 * @param signing {@code secret}: signs requests; several while one replaces another
 * @param strictAddresses {@code strictAddresses}: whether private and loopback addresses are
 *     refused too; default false
 * @param parallelRequests {@code parallelRequests}: the most requests under way at once; default 32
 * @param http2 {@code http2}: whether HTTP/2 is offered to receivers that are reached through TLS;
 *     default true
 * @param proxy {@code proxy}: absent, and none is used
 * @param trust {@code trustStore}: the authorities that certificates must come from; those of the
 *     JDK if absent
 */
record WebhookOptions(
    ReceiverUrl url,
    Method method,
    FixedHeaders headers,
    Duration timeout,
    RetryOptions retries,
    boolean batch,
    int batchSize,
    Payload payload,
    List<SigningKey> signing,
    boolean strictAddresses,
    int parallelRequests,
    boolean http2,
    @Nullable ProxyAddress proxy,
    @Nullable TrustStore trust) {

  /** The methods that carry a body. */
  enum Method {
    POST,
    PUT,
    PATCH
  }

  /** What a body holds of a change. */
  enum Payload {
    /** Resource, action, time and records. */
    ENVELOPE,
    /** The record alone. */
    DATA
  }

  /** Reads the options and notes every problem. */
  static WebhookOptions read(Options options) {
    ReceiverUrl url = url(options);
    boolean strict = options.bool("strictAddresses", false);
    ProxyAddress proxy = ProxyAddress.read(options);
    WebhookOptions read =
        new WebhookOptions(
            url,
            method(options),
            FixedHeaders.read(options, url),
            timeout(options),
            RetryOptions.read(options),
            options.bool("batch", false),
            options.count("batchSize", 100, 1, 10_000),
            options.choice("payload", Payload.class, Payload.ENVELOPE),
            SigningKey.read(options),
            strict,
            options.count("parallelRequests", 32, 1, 1_000),
            options.bool("http2", true),
            proxy,
            TrustStore.read(options));
    AddressRules.of(strict)
        .refusalOfLiteral(url.host())
        .ifPresent(why -> options.problem("url", "leads to " + url.host() + ", " + why));
    options.finish();
    return read;
  }

  private static ReceiverUrl url(Options options) {
    Secret text = options.requiredSecret("url");
    if (text.reveal().isEmpty()) {
      return ReceiverUrl.NONE;
    }
    try {
      return ReceiverUrl.parse(text.reveal());
    } catch (IllegalArgumentException e) {
      options.problem("url", String.valueOf(e.getMessage()));
      return ReceiverUrl.NONE;
    }
  }

  private static Method method(Options options) {
    String name = options.text("method").orElse("POST");
    for (Method method : Method.values()) {
      if (method.name().equalsIgnoreCase(name)) {
        return method;
      }
    }
    options.problem("method", "must be POST, PUT or PATCH, not '" + name + "'");
    return Method.POST;
  }

  private static Duration timeout(Options options) {
    Duration timeout = options.duration("timeout", Duration.ofSeconds(5));
    if (timeout.isZero()) {
      options.problem("timeout", "must be longer than nothing");
    }
    return timeout;
  }

  @Override
  public String toString() {
    return "WebhookOptions[" + url.shown() + "]";
  }
}
