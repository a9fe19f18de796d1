package io.s3db.sink.webhook;

import io.s3db.sink.webhook.WebhookVerificationException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * For receivers: tells whether a request comes from who holds the secret, now, and for the first
 * time.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.builder().secret(System.getenv("WEBHOOK_SECRET")).build();
 *
 * // with the headers and the unchanged bytes of a request:
 * WebhookMessage message = verifier.verify(headers, body);
 * if (!message.repeated()) {
 *   process(body);
 *   verifier.accepted(message);
 * }
 * // answer 204; a WebhookVerificationException is answered with 401
 * }</pre>
 *
 * <p>Senders repeat a message until it is answered with a success, under the same id. So an id is
 * remembered only when {@link #accepted} says that its message was processed: a message whose
 * processing failed is taken when it comes again. What must hold across a crash of the receiver
 * needs the id in the receiver's own database.
 *
 * <p>The format is that of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, so
 * messages of other senders can be verified too. Safe for many threads.
 */
public final class WebhookVerifier {
  private static final int MOST_SIGNATURES = 32;

  private final List<SigningKey> keys;
  private final Duration tolerance;
  private final InstantSource time;
  private final RememberedIds accepted;

  private WebhookVerifier(Builder builder) {
    this.keys = List.copyOf(builder.keys);
    this.tolerance = builder.tolerance;
    this.time = builder.time;
    this.accepted = new RememberedIds(builder.remembered);
  }

  /** A verifier that still needs a secret. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Checks a request.
   *
   * @param headers by name, in any case, as servers give them
   * @param body the bytes as they came: parsing and writing them again breaks the signature
   * @return the message, to be processed unless it is a repetition
   * @throws WebhookVerificationException if it is not to be believed
   */
  public WebhookMessage verify(Map<String, List<String>> headers, byte[] body)
      throws WebhookVerificationException {
    String id = header(headers, Message.ID);
    String timestamp = header(headers, Message.TIMESTAMP);
    String signatures = header(headers, Message.SIGNATURE);
    Instant sentAt = sentAt(timestamp);
    checkAge(sentAt);
    checkSignature(id, timestamp, body, signatures);
    return new WebhookMessage(id, sentAt, deliveries(headers, id), accepted.holds(id));
  }

  /** Remembers that a message was processed: from now on it is a repetition. */
  public void accepted(WebhookMessage message) {
    accepted.add(message.id());
  }

  private static String header(Map<String, List<String>> headers, String name)
      throws WebhookVerificationException {
    List<String> values = values(headers, name);
    if (values.size() != 1 || values.getFirst().isBlank()) {
      throw new WebhookVerificationException(
          Reason.HEADER_MISSING, "The header " + name + " must be there, once.");
    }
    return values.getFirst();
  }

  private static List<String> values(Map<String, List<String>> headers, String name) {
    List<String> values = new ArrayList<>();
    headers.forEach(
        (key, some) -> {
          if (name.equalsIgnoreCase(key)) {
            values.addAll(some);
          }
        });
    return values;
  }

  private static Instant sentAt(String timestamp) throws WebhookVerificationException {
    try {
      return Instant.ofEpochSecond(Long.parseLong(timestamp));
    } catch (NumberFormatException | DateTimeException e) {
      throw new WebhookVerificationException(
          Reason.HEADER_MALFORMED,
          "The header " + Message.TIMESTAMP + " must be a number of seconds since 1970.");
    }
  }

  private void checkAge(Instant sentAt) throws WebhookVerificationException {
    Instant now = time.instant();
    if (sentAt.isBefore(now.minus(tolerance))) {
      throw new WebhookVerificationException(
          Reason.TOO_OLD,
          "The message was sent at %s, more than %s before now (%s)."
              .formatted(sentAt, tolerance, now));
    }
    if (sentAt.isAfter(now.plus(tolerance))) {
      throw new WebhookVerificationException(
          Reason.TOO_NEW,
          "The message was sent at %s, more than %s after now (%s): the clocks differ."
              .formatted(sentAt, tolerance, now));
    }
  }

  /** Every pair is compared, in constant time, so that the time taken tells nothing. */
  private void checkSignature(String id, String timestamp, byte[] body, String signatures)
      throws WebhookVerificationException {
    String[] given = signatures.strip().split(" +", MOST_SIGNATURES + 1);
    if (given.length > MOST_SIGNATURES) {
      throw new WebhookVerificationException(
          Reason.HEADER_MALFORMED,
          "The header " + Message.SIGNATURE + " holds more than " + MOST_SIGNATURES + " of them.");
    }
    boolean fits = false;
    for (SigningKey key : keys) {
      byte[] expected = key.sign(id, timestamp, body).getBytes(StandardCharsets.US_ASCII);
      for (String each : given) {
        fits |= MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (!fits) {
      throw new WebhookVerificationException(
          Reason.SIGNATURE_WRONG,
          "No signature fits: another secret, or a body that is not the one that was sent.");
    }
  }

  /** The list is not signed, but the id of the batch is, and follows from it. */
  private static List<String> deliveries(Map<String, List<String>> headers, String id)
      throws WebhookVerificationException {
    List<String> named = values(headers, Message.DELIVERY_IDS);
    if (!named.isEmpty()) {
      if (!Message.batchId(named.getFirst()).equals(id)) {
        throw new WebhookVerificationException(
            Reason.HEADER_MALFORMED,
            "The header " + Message.DELIVERY_IDS + " does not belong to this message.");
      }
      return List.of(named.getFirst().split(","));
    }
    return values(headers, Message.DELIVERY_COUNT).isEmpty() ? List.of(id) : List.of();
  }

  /** Builds a verifier. */
  public static final class Builder {
    private final List<SigningKey> keys = new ArrayList<>();
    private Duration tolerance = Duration.ofMinutes(5);
    private InstantSource time = InstantSource.system();
    private int remembered = 100_000;

    private Builder() {}

    /**
     * Adds a secret; several are for the time in which one replaces another.
     *
     * @param secret base64 after {@code whsec_}, or any other text, whose bytes are the key
     * @throws IllegalArgumentException if it is neither; the text says nothing of the secret
     */
    public Builder secret(String secret) {
      try {
        keys.add(SigningKey.parse(secret));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("The secret " + e.getMessage() + ".", e);
      }
      return this;
    }

    /** How old a message may be, and how far in the future; default 5 minutes. */
    public Builder tolerance(Duration most) {
      if (most.isNegative()) {
        throw new IllegalArgumentException("The tolerance must not be negative: " + most + ".");
      }
      tolerance = most;
      return this;
    }

    /** What time it is; default that of this machine. */
    public Builder time(InstantSource source) {
      time = source;
      return this;
    }

    /** How many ids of accepted messages are remembered, the latest; default 100,000. */
    public Builder remembered(int most) {
      if (most < 0) {
        throw new IllegalArgumentException(
            "The number of remembered ids must not be negative: " + most + ".");
      }
      remembered = most;
      return this;
    }

    /**
     * The verifier.
     *
     * @throws IllegalStateException if there is no secret
     */
    public WebhookVerifier build() {
      if (keys.isEmpty()) {
        throw new IllegalStateException("A verifier needs a secret: call secret(…) first.");
      }
      return new WebhookVerifier(this);
    }
  }
}
