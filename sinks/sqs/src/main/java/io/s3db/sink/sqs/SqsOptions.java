package io.s3db.sink.sqs;

import io.s3db.replicator.options.Options;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of the driver {@code sqs}.
 *
 * @param region {@code region}: required; that of the queues
 * @param queues {@code queueUrl} and {@code queues}: where messages go; at least one
 * @param messageGroupId {@code messageGroupId}: the message group of all messages. Absent: each
 *     record is a group
 * @param deduplicationId {@code deduplicationId}: whether messages to FIFO queues carry the id of
 *     their delivery; default true. False needs content-based deduplication at the queue
 * @param credentials {@code credentials}: see {@link SqsCredentials}; default the chain of the SDK
 * @param endpoint {@code endpoint}: another server than Amazon's
 * @param ensureQueues {@code ensureQueues}: whether missing queues are created; default false
 * @param payload {@code payload}: {@code envelope} (default) or {@code data}
 * @param fairQueues {@code fairQueues}: whether messages to standard queues carry a message group
 *     too; default false
 * @param parallelRequests {@code parallelRequests}: the most calls under way at once; default 16
 * @param claimCheckAbove {@code claimCheckAbove}: messages larger than this go by claim check;
 *     default and at most what the queue takes
 */
record SqsOptions(
    String region,
    Queues queues,
    @Nullable String messageGroupId,
    boolean deduplicationId,
    SqsCredentials credentials,
    @Nullable URI endpoint,
    boolean ensureQueues,
    Payload payload,
    boolean fairQueues,
    int parallelRequests,
    long claimCheckAbove) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
  private static final int PARALLEL = 16;
  private static final long LEAST_CLAIM = 1024;

  /** Reads the options and notes every problem. */
  static SqsOptions read(Options options) {
    String region = region(options);
    URI endpoint = endpoint(options);
    SqsOptions read =
        new SqsOptions(
            region,
            Queues.read(options, region, !options.isAbsent("endpoint")),
            messageGroupId(options),
            options.bool("deduplicationId", true),
            SqsCredentials.read(options),
            endpoint,
            options.bool("ensureQueues", false),
            options.choice("payload", Payload.class, Payload.ENVELOPE),
            options.bool("fairQueues", false),
            options.count("parallelRequests", PARALLEL, 1, 256),
            claimCheckAbove(options));
    options.finish();
    return read;
  }

  private static String region(Options options) {
    String region = options.requiredText("region");
    if (!region.isEmpty() && !REGION.matcher(region).matches()) {
      options.problem("region", "must be a region such as us-east-1, not '" + region + "'");
      return "";
    }
    return region;
  }

  private static @Nullable URI endpoint(Options options) {
    Optional<String> text = options.text("endpoint");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text.get());
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // It is said below.
    }
    options.problem("endpoint", "must be a URL such as http://127.0.0.1:9324");
    return null;
  }

  private static @Nullable String messageGroupId(Options options) {
    String text = options.text("messageGroupId").orElse(null);
    if (text != null && !GroupIds.isLegal(text)) {
      options.problem(
          "messageGroupId", "must be 1 to 128 letters, digits and ASCII punctuation characters");
    }
    return text;
  }

  private static long claimCheckAbove(Options options) {
    long bytes = options.bytes("claimCheckAbove", Message.MOST_BYTES);
    if (bytes < LEAST_CLAIM || bytes > Message.MOST_BYTES) {
      options.problem("claimCheckAbove", "must be from 1KB to 1MB");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "SqsOptions[" + queues.target() + "]";
  }
}
