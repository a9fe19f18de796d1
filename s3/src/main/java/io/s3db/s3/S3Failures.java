package io.s3db.s3;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.store.BodyException;
import io.s3db.store.StoreException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Sorts the failures of requests: certainly not done, or not known. */
final class S3Failures {
  private final String store;

  S3Failures(String store) {
    this.store = store;
  }

  /** The failure of a read. It changes nothing, so it is never in doubt. */
  StoreException ofRead(String attempt, SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return answered(attempt, answer);
    }
    return unanswered(attempt, e)
        .orElseGet(() -> failure("STORE_UNAVAILABLE", true, attempt, reason(e), TRY_AGAIN, e));
  }

  /** The failure of a write, of which there was one attempt. */
  S3dbException ofWrite(String attempt, SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return inDoubt(answer.statusCode()) ? unknown(attempt, e) : answered(attempt, answer);
    }
    if (has(e, BodyException.class::isInstance)) {
      return unreadable(attempt, e);
    }
    Optional<StoreException> notSent = unanswered(attempt, e);
    return notSent.isPresent() && !interrupted(e) ? notSent.get() : unknown(attempt, e);
  }

  /**
   * What was to be sent could not be read to its end. The server was promised more bytes than it
   * got, so it wrote nothing.
   */
  StoreException unreadable(String attempt, RuntimeException e) {
    Throwable cause = e;
    while (!(cause instanceof BodyException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return failure(
        "CONTENT_UNREADABLE",
        false,
        attempt,
        String.valueOf(cause.getMessage()),
        "Nothing was changed. Try again with the whole content.",
        e);
  }

  /** A call that was not made, because its thread had been interrupted. */
  StoreException interrupted(String attempt) {
    return failure("INTERRUPTED", true, attempt, "the thread was interrupted", null, null);
  }

  /** A conflict with another request, or a failure within the server. 501 means: not known here. */
  private static boolean inDoubt(int status) {
    return status == 409 || status == 408 || (status >= 500 && status != 501);
  }

  private OutcomeUnknownException unknown(String attempt, SdkException e) {
    keepInterrupt(e);
    return new OutcomeUnknownException(
        attempt + " in " + store + ": it is not known whether it took effect: " + reason(e) + ".",
        e);
  }

  /** The server answered, and did not do it. */
  private StoreException answered(String attempt, AwsServiceException e) {
    int status = e.statusCode();
    String code = errorCode(e);
    boolean later = status == 429 || status == 408 || (status >= 500 && status != 501);
    String name =
        switch (status) {
          case 401, 403 -> "STORE_DENIED";
          case 404 -> "STORE_NOT_FOUND";
          case 301, 307, 400 -> "STORE_REFUSED";
          case 501 -> "STORE_UNSUPPORTED";
          default -> later ? "STORE_UNAVAILABLE" : "STORE_REFUSED";
        };
    return failure(name, later, attempt, reason(e), suggestion(status, code, e), e);
  }

  private static final String TRY_AGAIN = "Try again later.";

  private static @Nullable String suggestion(int status, String code, AwsServiceException e) {
    String byCode =
        switch (code) {
          case "SignatureDoesNotMatch", "InvalidAccessKeyId" ->
              "Check key and secret in the connection string; / + = @ in them are written %2F %2B"
                  + " %3D %40.";
          case "ExpiredToken", "InvalidToken" -> "Get new temporary credentials.";
          case "RequestTimeTooSkewed" -> "Set the clock of this machine.";
          case "NoSuchBucket" -> "Create the bucket, or check its name in the connection string.";
          case "MetadataTooLarge" ->
              "Metadata has 2 KB: use a behavior that moves fields to the body.";
          case "PermanentRedirect", "AuthorizationHeaderMalformed" -> region(e);
          default -> null;
        };
    if (byCode != null) {
      return byCode;
    }
    return switch (status) {
      case 301, 307 -> region(e);
      case 401, 403 ->
          "Allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on the bucket.";
      case 501 -> "The server does not know this kind of request.";
      default -> status == 429 || status >= 500 ? TRY_AGAIN : null;
    };
  }

  private static String region(AwsServiceException e) {
    String region =
        Optional.ofNullable(e.awsErrorDetails())
            .map(details -> details.sdkHttpResponse())
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
            .orElse("REGION");
    return "The bucket is in another region: add ?region=" + region + " to the connection string.";
  }

  /** The request certainly did not reach the server, if this is not empty. */
  private Optional<StoreException> unanswered(String attempt, SdkException e) {
    if (interrupted(e)) {
      keepInterrupt(e);
      return Optional.of(
          failure("INTERRUPTED", true, attempt, "the thread was interrupted", null, e));
    }
    if (has(e, UnknownHostException.class::isInstance)) {
      return Optional.of(
          failure("STORE_UNREACHABLE", true, attempt, "the host is not known", CHECK_HOST, e));
    }
    if (has(e, SSLException.class::isInstance) && has(e, CertificateException.class::isInstance)) {
      return Optional.of(
          failure(
              "STORE_UNREACHABLE",
              true,
              attempt,
              "the certificate of the server does not verify",
              "Check the endpoint, whether something on the way answers in its place, and that the"
                  + " trust store of this JVM has the authority that signed it.",
              e));
    }
    if (has(e, S3Failures::notConnected)) {
      return Optional.of(
          failure("STORE_UNREACHABLE", true, attempt, "no connection was made", CHECK_HOST, e));
    }
    if (has(e, cause -> message(cause).contains("unable to load credentials"))) {
      return Optional.of(
          failure(
              "STORE_DENIED",
              false,
              attempt,
              "there are no credentials",
              "Write them into the connection string (s3://KEY:SECRET@bucket), or set"
                  + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a profile or a role.",
              e));
    }
    return Optional.empty();
  }

  private static final String CHECK_HOST = "Check the host and the network.";

  private static boolean notConnected(Throwable cause) {
    // The time-outs of Apache's client are named, because its classes are not ours to depend on.
    String name = cause.getClass().getSimpleName();
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof SSLHandshakeException
        || name.equals("ConnectTimeoutException")
        || name.equals("ConnectionRequestTimeoutException")
        || message(cause).contains("timeout waiting for connection from pool");
  }

  static boolean interrupted(SdkException e) {
    return has(
        e,
        cause ->
            cause instanceof AbortedException
                || cause instanceof InterruptedException
                || cause instanceof ClosedByInterruptException
                || message(cause).contains("closed by interrupt"));
  }

  private static void keepInterrupt(SdkException e) {
    if (interrupted(e)) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean has(Throwable e, Predicate<Throwable> wanted) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (wanted.test(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
  }

  static String errorCode(AwsServiceException e) {
    if (e instanceof NoSuchBucketException) {
      return "NoSuchBucket";
    }
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }

  private static String reason(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return "the server answered " + answer.statusCode() + " " + errorCode(answer);
    }
    return String.valueOf(e.getMessage());
  }

  private StoreException failure(
      String code,
      boolean retriable,
      String attempt,
      String reason,
      @Nullable String suggestion,
      @Nullable Exception cause) {
    return new StoreException(
        code, retriable, attempt + " in " + store + ": " + reason.strip() + ".", suggestion, cause);
  }
}
