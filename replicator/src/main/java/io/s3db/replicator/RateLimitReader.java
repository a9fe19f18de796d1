package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the option {@code rateLimit}: a number of records in a second; text such as {@code
 * 600/min}; an object with {@code records} or {@code requests}, and {@code per}, a second unless
 * told.
 */
final class RateLimitReader {
  private static final String NAME = "rateLimit";
  private static final Pattern RATE = Pattern.compile("(\\d{1,9})\\s*/\\s*(s|min|h)");

  private RateLimitReader() {}

  static @Nullable RateLimit read(Options replicator) {
    return switch (replicator.value(NAME)) {
      case null -> null;
      case RateLimit limit -> limit;
      case Number number when isCount(number.doubleValue()) ->
          RateLimit.records(number.intValue(), Duration.ofSeconds(1));
      case String text when RATE.matcher(text.strip()).matches() -> ofText(replicator, text);
      case Map<?, ?> _, Document _ -> ofObject(replicator.nested(NAME));
      case Object other -> {
        refuse(replicator, other);
        yield null;
      }
    };
  }

  private static @Nullable RateLimit ofText(Options replicator, String text) {
    Matcher rate = RATE.matcher(text.strip());
    if (!rate.matches() || !isCount(Integer.parseInt(rate.group(1)))) {
      refuse(replicator, text);
      return null;
    }
    Duration per =
        switch (rate.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "min" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return RateLimit.records(Integer.parseInt(rate.group(1)), per);
  }

  private static @Nullable RateLimit ofObject(Options limit) {
    int records = limit.count("records", 0, 1, RateLimit.MOST);
    int requests = limit.count("requests", 0, 1, RateLimit.MOST);
    Duration per = limit.duration("per", RateLimit.SHORTEST);
    limit.finish();
    if (limit.isAbsent("records") == limit.isAbsent("requests")) {
      limit.problem("", "needs records or requests, one of them");
      return null;
    }
    if (per.compareTo(RateLimit.SHORTEST) < 0 || per.compareTo(RateLimit.LONGEST) > 0) {
      limit.problem("per", "must be from 1s to 1d");
      return null;
    }
    if (records + requests == 0) {
      return null; // its figure is wrong, which was said
    }
    return records > 0 ? RateLimit.records(records, per) : RateLimit.requests(requests, per);
  }

  private static boolean isCount(double number) {
    return number == Math.rint(number) && number >= 1 && number <= RateLimit.MOST;
  }

  private static void refuse(Options replicator, Object value) {
    replicator.problem(
        NAME,
        "must be a whole number of records in a second, up to a million, or a rate such as 600/min,"
            + " or an object with records or requests, and per, not '"
            + value
            + "'");
  }
}
