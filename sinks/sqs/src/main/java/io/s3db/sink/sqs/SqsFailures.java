package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Unreachable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sorts what SQS answers into what happens next.
 *
 * @param time what a date in {@code Retry-After} is compared with
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">
 *     errors of all calls</a>, <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html">
 *     of SendMessageBatch</a>
 */
record SqsFailures(InstantSource time) {
  private static final int LONGEST = 300;

  /**
   * What a code means.
   *
   * @param status of HTTP; 0 if it is the code of one message of a batch
   * @param senderFault whether SQS says that the sender is at fault
   */
  static Verdict verdict(String code, int status, boolean senderFault) {
    return switch (plain(code)) {
      case "QueueDoesNotExist", "NonExistentQueue" -> Verdict.MISSING;
      case "RequestThrottled",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "KmsThrottled",
          "InternalError",
          "InternalFailure",
          "InternalServerError",
          "ServiceUnavailable",
          "ServiceUnavailableException",
          "RequestTimeout",
          "RequestTimeoutException",
          "QueueDeletedRecently" ->
          Verdict.UNAVAILABLE;
      case "AccessDenied",
          "AccessDeniedException",
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException" ->
          Verdict.DENIED;
      case "KmsAccessDenied",
          "KmsDisabled",
          "KmsInvalidKeyUsage",
          "KmsInvalidState",
          "KmsNotFound",
          "KmsOptInRequired",
          "InvalidAddress",
          "UnsupportedOperation" ->
          Verdict.CLOSED;
      case "BatchRequestTooLong",
          "InvalidMessageContents",
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "MessageTooLong",
          "MissingParameter" ->
          Verdict.REFUSED;
      default -> other(status, senderFault);
    };
  }

  private static Verdict other(int status, boolean senderFault) {
    return switch (status) {
      case 0 -> senderFault ? Verdict.REFUSED : Verdict.UNAVAILABLE;
      case 401, 403 -> Verdict.DENIED;
      case 408, 429 -> Verdict.UNAVAILABLE;
      default -> status >= 500 ? Verdict.UNAVAILABLE : Verdict.CLOSED;
    };
  }

  /** Without {@code AWS.SimpleQueueService.}, which some answers have and some have not. */
  private static String plain(String code) {
    return code.substring(Math.max(code.lastIndexOf('.'), code.lastIndexOf('#')) + 1);
  }

  /** The failure of a call. */
  SinkException of(Attempted attempted, SdkException e) {
    if (e instanceof AwsServiceException answer) {
      String said = "the answer was " + answer.statusCode() + " " + said(answer);
      if (isOf("sts", answer)) {
        return ofRole(attempted, answer, said);
      }
      Verdict verdict = verdict(code(answer), answer.statusCode(), true);
      return of(attempted, verdict, code(answer), said, retryAfter(answer).orElse(null));
    }
    Optional<String> known = Unreachable.reason(e);
    if (known.isPresent()) {
      return new SinkException.Unavailable(attempted + " failed: " + known.get() + ".", e);
    }
    String reason = firstLine(String.valueOf(e.getMessage()));
    if (reason.toLowerCase(Locale.ROOT).contains("credentials")) {
      return new SinkException.Denied(
          attempted
              + " failed: there are no credentials: "
              + missing(reason)
              + ". Give credentials in the configuration, set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or use a profile or a role.",
          null);
    }
    return new SinkException.Unavailable(attempted + " failed: " + reason, e);
  }

  /**
   * The SDK lists its classes where its chain found nothing; who named a profile gets its words.
   */
  private static String missing(String reason) {
    return reason.startsWith("Unable to load credentials from any of the providers in the chain")
        ? "neither system properties nor the environment, the shared files, a container or an"
            + " instance have any"
        : reason;
  }

  /** Amazon's service of roles answered instead of the queue. */
  private SinkException ofRole(Attempted attempted, AwsServiceException answer, String said) {
    String message = attempted + " failed: the role was not assumed: " + said;
    return verdict(code(answer), answer.statusCode(), true) == Verdict.UNAVAILABLE
        ? new SinkException.Unavailable(message, null, retryAfter(answer).orElse(null))
        : new SinkException.Denied(
            message + ". Allow sts:AssumeRole on the role, and let it trust these credentials.",
            null);
  }

  /** The failure of one message of a batch that is not the message's own fault. */
  SinkException of(Attempted attempted, Verdict verdict, String code, String said) {
    return of(attempted, verdict, code, said, null);
  }

  private static SinkException of(
      Attempted attempted,
      Verdict verdict,
      String code,
      String said,
      @Nullable Duration retryAfter) {
    String message = attempted + " failed: " + said + ".";
    return switch (verdict) {
      case UNAVAILABLE -> new SinkException.Unavailable(message, null, retryAfter);
      case DENIED -> {
        String advice = message + " " + advice(attempted, code);
        yield attempted.alone()
            ? new SinkException.Denied(advice, null)
            : new SinkException.TargetDenied(attempted.target(), advice, null);
      }
      case CLOSED -> new SinkException.TargetDenied(attempted.target(), message, null);
      case MISSING ->
          new SinkException.TargetDenied(
              attempted.target(),
              message
                  + " Create the queue, check its URL and the account of the credentials, or set"
                  + " ensureQueues: true.",
              null);
      case REFUSED ->
          new SinkException.BatchRefused(Rejection.Kind.PERMANENT, plain(code), message, null);
    };
  }

  private static String advice(Attempted attempted, String code) {
    return switch (plain(code)) {
      case "ExpiredToken", "ExpiredTokenException", "InvalidToken" ->
          "Get new temporary credentials.";
      case "RequestExpired", "RequestTimeTooSkewed" -> "Set the clock of this machine.";
      case "SignatureDoesNotMatch",
          "InvalidSignatureException",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "UnrecognizedClientException" ->
          "Check accessKeyId and secretAccessKey.";
      default -> "Allow " + attempted.permission() + " on the queue " + attempted.queue() + ".";
    };
  }

  private static boolean isOf(String service, AwsServiceException answer) {
    return answer.awsErrorDetails() != null
        && service.equalsIgnoreCase(answer.awsErrorDetails().serviceName());
  }

  static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }

  private static String said(AwsServiceException e) {
    String text = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return text == null ? code(e) : code(e) + ": " + firstLine(text);
  }

  /** The lines below quote the request where a signature is wrong, session token included. */
  static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    String some = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    return some.endsWith(".") ? some.substring(0, some.length() - 1) : some;
  }

  private Optional<Duration> retryAfter(AwsServiceException e) {
    return Optional.ofNullable(e.awsErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .flatMap(this::retryAfter);
  }

  /** Seconds, or a date. */
  private Optional<Duration> retryAfter(String header) {
    try {
      return header.matches("[0-9]{1,9}")
          ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
          : Optional.of(
                  Duration.between(
                      time.instant(),
                      ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)))
              .filter(Duration::isPositive);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
