package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aSecondsWorthGoesAtOnceAndThenTheRateIsKept() {
    TokenBucket bucket = new TokenBucket(RateLimit.records(10, SECOND));

    assertThat(bucket.capacity()).isEqualTo(10);
    assertThat(bucket.reserve(4, START)).isEqualTo(START);
    assertThat(bucket.reserve(6, START)).isEqualTo(START);
    assertThat(bucket.reserve(1, START)).isEqualTo(START.plusMillis(100));
    assertThat(bucket.reserve(5, START)).isEqualTo(START.plusMillis(600));
    assertThat(bucket.reserve(10, START.plusMillis(600))).isEqualTo(START.plusMillis(1600));
  }

  @Test
  void whatIsNotUsedIsNotSavedBeyondASecond() {
    TokenBucket bucket = new TokenBucket(RateLimit.records(10, SECOND));
    bucket.reserve(10, START);
    Instant later = START.plusSeconds(3600);

    assertThat(bucket.reserve(10, later)).isEqualTo(later);
    assertThat(bucket.reserve(1, later)).isEqualTo(later.plusMillis(100));
  }

  @Test
  void slowRatesLetOneThroughAtATime() {
    TokenBucket bucket = new TokenBucket(RateLimit.records(30, Duration.ofMinutes(1)));

    assertThat(bucket.capacity()).isEqualTo(1);
    assertThat(bucket.reserve(1, START)).isEqualTo(START);
    assertThat(bucket.reserve(1, START)).isEqualTo(START.plusSeconds(2));
    assertThat(bucket.reserve(1, START)).isEqualTo(START.plusSeconds(4));
  }

  @Test
  void whatIsTooLargeGoesWhenItIsFullAndIsPaidForAfterwards() {
    TokenBucket bucket = new TokenBucket(RateLimit.requests(10, SECOND));

    assertThat(bucket.reserve(30, START)).isEqualTo(START);
    assertThat(bucket.reserve(1, START)).isEqualTo(START.plusMillis(2100));
  }

  @Test
  void whatIsGivenBackCanBeUsedByOthers() {
    TokenBucket bucket = new TokenBucket(RateLimit.records(10, SECOND));
    bucket.reserve(10, START);
    assertThat(bucket.reserve(10, START)).isEqualTo(START.plusSeconds(1));

    bucket.giveBack(10);

    assertThat(bucket.reserve(1, START)).isEqualTo(START.plusMillis(100));
  }

  @Test
  void noSpanOfTimeSeesMoreThanItsShareAndASecondsWorth() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      RateLimit limit =
          RateLimit.records(1 + random.nextInt(5000), Duration.ofSeconds(1 + random.nextInt(100)));
      assertKept(limit, random, "seed " + seed + ", " + limit);
    }
  }

  private record Grant(Instant at, int tokens) {}

  private static void assertKept(RateLimit limit, Random random, String description) {
    TokenBucket bucket = new TokenBucket(limit);
    List<Grant> grants = new ArrayList<>();
    Instant now = START;
    for (int i = 0; i < 60; i++) {
      int tokens = 1 + random.nextInt(bucket.capacity());
      Instant at = bucket.reserve(tokens, now);
      grants.add(new Grant(at, tokens));
      now = random.nextInt(5) == 0 ? at.plusMillis(random.nextInt(3000)) : at;
    }
    double perNano = (double) limit.count() / limit.per().toNanos();
    for (int from = 0; from < grants.size(); from++) {
      long sum = 0;
      for (int to = from; to < grants.size(); to++) {
        sum += grants.get(to).tokens();
        long span = Duration.between(grants.get(from).at(), grants.get(to).at()).toNanos();
        assertThat((double) sum)
            .as(description)
            .isLessThanOrEqualTo(span * perNano + bucket.capacity() + 1e-3);
      }
    }
  }
}
