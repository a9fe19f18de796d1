package io.s3db.sink.sqs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a queue, {@code https://sqs.REGION.amazonaws.com/ACCOUNT/NAME}.
 *
 * @param text as it was configured
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html">
 *     names and URLs of queues</a>, <a
 *     href="https://docs.aws.amazon.com/general/latest/gr/sqs-service.html">the hosts</a>
 */
record QueueUrl(String text) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?:vpce-[a-z0-9-]+\\.)?sqs(?:-fips)?\\.(?<region>[a-z0-9-]+)"
              + "(?:\\.vpce)?\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws|api\\.amazonwebservices\\.com\\.cn)"
              + "|(?<legacy>[a-z0-9-]+)\\.queue\\.amazonaws\\.com(?:\\.cn)?"
              + "|queue\\.amazonaws\\.com)");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]+):([0-9]{12}):([^:]+)");
  private static final Pattern PATH = Pattern.compile("/[0-9]{12}/[^/]+");
  private static final Pattern NAME = Pattern.compile("(?=.{1,80}$)[A-Za-z0-9_-]+(?:\\.fifo)?");
  private static final String FORM = "https://sqs.REGION.amazonaws.com/ACCOUNT/NAME";

  /** Whether order and deduplication are the queue's business. */
  boolean isFifo() {
    return text.endsWith(".fifo");
  }

  /** The name of the queue. */
  String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Where the queue is: the URL without its name. */
  String place() {
    return text.substring(0, Math.max(0, text.lastIndexOf('/')));
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * What is wrong with the URL, to follow its path in a message.
   *
   * @param elsewhere whether an endpoint is configured: then the queue need not be at Amazon
   */
  Optional<String> problem(String region, boolean elsewhere) {
    Matcher arn = ARN.matcher(text);
    if (arn.matches()) {
      return Optional.of(
          "is an ARN; write the queue's URL: https://sqs.%s.amazonaws.com/%s/%s"
              .formatted(arn.group(1), arn.group(2), arn.group(3)));
    }
    URI uri = uri();
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return Optional.of("must be the URL of a queue, such as " + FORM);
    }
    if (!NAME.matcher(name()).matches() || uri.getRawQuery() != null || uri.getFragment() != null) {
      return Optional.of(
          "must end in the name of a queue (1 to 80 letters, digits, '-' and '_', then .fifo for a"
              + " FIFO queue), as in "
              + FORM);
    }
    return elsewhere ? Optional.empty() : problemAtAmazon(uri, region);
  }

  private static Optional<String> problemAtAmazon(URI uri, String region) {
    Matcher host = HOST.matcher(uri.getHost());
    if (!host.matches()) {
      return Optional.of(
          "is at %s, which is not Amazon SQS: write %s, or set endpoint for another server"
              .formatted(uri.getHost(), FORM));
    }
    if (!PATH.matcher(uri.getRawPath()).matches()) {
      return Optional.of("must name the account by its 12 digits and the queue, as in " + FORM);
    }
    String of = region(host);
    return region.isEmpty() || of.equals(region)
        ? Optional.empty()
        : Optional.of("is in region %s, but region is '%s'".formatted(of, region));
  }

  private static String region(Matcher host) {
    String region = host.group("region") == null ? host.group("legacy") : host.group("region");
    return region == null ? "us-east-1" : region;
  }

  private URI uri() {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      return URI.create("none:none"); // said by the caller, in its own words
    }
  }
}
