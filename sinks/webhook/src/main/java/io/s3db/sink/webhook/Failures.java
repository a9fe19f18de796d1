package io.s3db.sink.webhook;

import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Says what an answer, or the lack of one, means. */
final class Failures {
  private static final int EXCERPT = 200;
  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Not authenticated, not permitted, not let through by the proxy. */
  private static final Set<Integer> DENIED = Set.of(401, 403, 407);

  private final String attempted;
  private final String host;
  private final Set<Integer> retried;
  private final Printable printable;
  private final InstantSource time;

  /** What follows from an answer that is no success. */
  sealed interface Verdict {
    /** Every change in the message is refused, or one of them. */
    record Refused(String code, String message) implements Verdict {
      Rejection of(DeliveryId id) {
        return new Rejection(id, Rejection.Kind.PERMANENT, code, message);
      }
    }

    /** The destination does not take it now. */
    record Failed(SinkException failure) implements Verdict {}
  }

  Failures(WebhookOptions options, Printable printable, InstantSource time) {
    this.attempted = options.method() + " " + options.url().shown();
    this.host = options.url().host();
    this.retried = options.retries().statuses();
    this.printable = printable;
    this.time = time;
  }

  Verdict verdict(Reply reply) {
    int status = reply.status();
    if (retried.contains(status) || status == TOO_MANY_REQUESTS) {
      return new Verdict.Failed(
          new SinkException.Unavailable(
              said(reply), null, RetryAfter.of(reply, time.instant()).orElse(null)));
    }
    if (status == GONE) {
      return new Verdict.Failed(
          new SinkException.Gone(
              said(reply) + " It wants no more messages; enable the destination to try again."));
    }
    if (DENIED.contains(status)) {
      return new Verdict.Failed(
          new SinkException.Denied(said(reply) + " Check auth and headers.", null));
    }
    if (status < 400) {
      return new Verdict.Failed(new SinkException.Denied(redirect(reply), null));
    }
    return new Verdict.Refused(String.valueOf(status), said(reply));
  }

  private String said(Reply reply) {
    String excerpt = printable.of(reply.text(), EXCERPT);
    String sentence = attempted + " was answered with " + reply.status();
    return excerpt.isEmpty() ? sentence + "." : sentence + ": " + excerpt;
  }

  private String redirect(Reply reply) {
    String where =
        reply.headers().firstValue("location").flatMap(this::place).map(" to "::concat).orElse("");
    return attempted
        + " was answered with "
        + reply.status()
        + ", a redirect"
        + where
        + ". Redirects are not followed: set the url to where the receiver is.";
  }

  /** Where a redirect leads: without credentials and query, and nothing if it is no place. */
  private Optional<String> place(String location) {
    try {
      URI uri = URI.create(location.strip());
      return Optional.of(
          uri.getHost() == null
              ? printable.of(String.valueOf(uri.getRawPath()), EXCERPT)
              : printable.of(ReceiverUrl.parse(location).shown(), EXCERPT));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** There was no answer in time. */
  SinkException.Unavailable timeout(Duration timeout, Throwable cause) {
    return new SinkException.Unavailable(
        "ReplicatorError: Timeout after "
            + timeout.toMillis()
            + "ms: "
            + attempted
            + " was not answered; nobody knows whether it took effect.",
        cause);
  }

  /** There was no answer at all. */
  SinkException.Unavailable unanswered(Throwable failure) {
    return new SinkException.Unavailable(attempted + " failed: " + cause(failure), failure);
  }

  private String cause(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Optional<String> known = known(each);
      if (known.isPresent()) {
        return known.get();
      }
    }
    String text = printable.of(String.valueOf(failure.getMessage()), EXCERPT);
    return "the connection to "
        + host
        + " broke ("
        + (failure.getMessage() == null ? failure.getClass().getSimpleName() : text)
        + "); nobody knows whether it took effect.";
  }

  private Optional<String> known(Throwable cause) {
    return switch (cause) {
      case UnknownHostException _, UnresolvedAddressException _ ->
          Optional.of("the name " + host + " cannot be resolved.");
      case ConnectException refused ->
          Optional.of("no connection to " + host + " (" + text(refused, "refused") + ").");
      case SSLException tls when hasCause(tls, GeneralSecurityException.class) ->
          Optional.of(
              "the certificate of "
                  + host
                  + " does not verify ("
                  + text(tls, "unknown reason")
                  + "). If its authority is your own, name it in trustStore.");
      case SSLException tls ->
          Optional.of("no encrypted connection to " + host + " (" + text(tls, "no reason") + ").");
      case ProtocolException nonsense ->
          Optional.of(
              host + " answered with something that is not HTTP (" + text(nonsense, "") + ").");
      default -> Optional.empty();
    };
  }

  private String text(IOException cause, String otherwise) {
    return cause.getMessage() == null ? otherwise : printable.of(cause.getMessage(), EXCERPT);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  static boolean isTimeout(Throwable failure) {
    return hasCause(failure, HttpTimeoutException.class);
  }
}
