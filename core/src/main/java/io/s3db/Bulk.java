package io.s3db;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does the same with many records, and loses track of none. */
final class Bulk {
  private Bulk() {}

  static <T> BulkResult run(
      Crew crew,
      List<T> items,
      Function<T, String> id,
      Function<T, Document> work,
      BulkProgress progress) {
    List<Document> succeeded = new ArrayList<>();
    List<BulkResult.Failure> failed = new ArrayList<>();
    try (Stream<Fate> fates =
        crew.each(
            IntStream.range(0, items.size()).iterator(),
            index -> attempt(index, items.get(index), id, work))) {
      fates.forEach(
          fate -> {
            if (fate.record != null) {
              succeeded.add(fate.record);
            }
            if (fate.failure != null) {
              failed.add(fate.failure);
            }
            progress.at(succeeded.size(), failed.size());
          });
    }
    return new BulkResult(succeeded, failed);
  }

  static <T> Fate attempt(int index, T item, Function<T, String> id, Function<T, Document> work) {
    try {
      return new Fate(work.apply(item), null);
    } catch (S3dbException e) {
      return new Fate(null, new BulkResult.Failure(index, id.apply(item), e));
    }
  }

  /** A record, or why there is none. */
  record Fate(@Nullable Document record, BulkResult.@Nullable Failure failure) {}
}
