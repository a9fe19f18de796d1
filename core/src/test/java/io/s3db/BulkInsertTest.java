package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkInsertTest {
  private final S3db db =
      S3db.builder().store(MemoryStore.create(InstantSource.system())).concurrency(8).connect();
  private final Resource things = db.createResource("things", r -> r.attribute("n", "number"));

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void aStreamIsWrittenWithoutHoldingItAndTellsOfFailuresInOrder() {
    AtomicLong made = new AtomicLong();
    AtomicLong done = new AtomicLong();
    AtomicLong mostAhead = new AtomicLong();
    List<BulkResult.Failure> failures = new ArrayList<>();
    Stream<Document> records =
        IntStream.range(0, 5_000)
            .mapToObj(
                i -> {
                  long ahead = made.incrementAndGet() - done.get();
                  mostAhead.accumulateAndGet(ahead, Math::max);
                  Object n = i % 1000 == 7 ? "no number" : i;
                  return Document.of("id", "r" + i, "n", n);
                });

    long inserted =
        things.insertAll(
            records, failures::add, (succeeded, failed) -> done.set(succeeded + failed));

    assertThat(inserted).isEqualTo(4_995);
    assertThat(done.get()).isEqualTo(5_000);
    assertThat(failures)
        .extracting(BulkResult.Failure::index)
        .containsExactly(7, 1007, 2007, 3007, 4007);
    assertThat(failures.getFirst().id()).isEqualTo("r7");
    assertThat(failures.getFirst().cause()).isInstanceOf(ValidationException.class);
    assertThat(mostAhead.get()).isLessThanOrEqualTo(9);
    assertThat(things.count()).isEqualTo(4_995);
  }

  @Test
  void aListTellsHowFarItIs() {
    List<String> progress = new ArrayList<>();

    things.insertMany(
        List.of(Document.of("n", 1), Document.of("n", "x"), Document.of("n", 3)),
        (succeeded, failed) -> progress.add(succeeded + "/" + failed));

    assertThat(progress).containsExactly("1/0", "1/1", "2/1");
  }
}
