package io.s3db.replicator.delivery;

import io.s3db.replicator.RateLimit;
import io.s3db.replicator.spi.Sink;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the rate limit of a destination, if it has one; its lanes share it. */
final class Throttle {
  private final @Nullable RateLimit limit;
  private final @Nullable TokenBucket bucket;
  private final Sink sink;

  Throttle(@Nullable RateLimit limit, Sink sink) {
    this.limit = limit;
    this.bucket = limit == null ? null : new TokenBucket(limit);
    this.sink = sink;
  }

  /** What a write counts. */
  int cost(List<Entry> write) {
    if (limit == null) {
      return 0;
    }
    return switch (limit.unit()) {
      case RECORDS -> write.size();
      case REQUESTS -> sink.requests(write.stream().map(Entry::delivery).toList());
    };
  }

  /** What a request without records counts. */
  int costOfRequest() {
    return limit != null && limit.unit() == RateLimit.Unit.REQUESTS ? 1 : 0;
  }

  /** Whether a write is too large to go out at once. */
  boolean mustSplit(List<Entry> write) {
    return bucket != null && write.size() > 1 && cost(write) > bucket.capacity();
  }

  /** From when so much may be sent; it counts as sent. */
  Instant reserve(int cost, Instant now) {
    return bucket == null || cost == 0 ? now : bucket.reserve(cost, now);
  }

  /** It was not sent after all. */
  void giveBack(int cost) {
    if (bucket != null) {
      bucket.giveBack(cost);
    }
  }
}
