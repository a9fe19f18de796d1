package io.s3db.query;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.partition.PartitionKeys;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The partition from which a query is answered.
 *
 * @param partition its name
 * @param values of its first fields, which the conditions ask for
 */
public record PartitionChoice(String partition, Document values) {
  private record Candidate(PartitionChoice choice, int matches, int fields) {}

  private static final Comparator<Candidate> BEST =
      Comparator.comparingInt((Candidate c) -> -c.matches)
          .thenComparingInt(Candidate::fields)
          .thenComparing(c -> c.choice.partition);

  /**
   * The partition with the most leading fields that the conditions compare with values, then the
   * fewest fields, then the first by name; nothing if there is none.
   */
  public static Optional<PartitionChoice> of(Filter filter, PartitionKeys partitions) {
    Map<String, Object> equal = new LinkedHashMap<>();
    collect(filter, equal);
    return partitions.names().stream()
        .flatMap(name -> candidate(name, partitions, equal).stream())
        .min(BEST)
        .map(Candidate::choice);
  }

  private static Optional<Candidate> candidate(
      String name, PartitionKeys partitions, Map<String, Object> equal) {
    List<String> fields = partitions.fields(name);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String field : fields) {
      Object value = equal.get(field);
      if (value == null) {
        break;
      }
      values.put(field, value);
    }
    PartitionChoice choice = new PartitionChoice(name, Document.wrap(values));
    return values.isEmpty() || !possible(choice, partitions)
        ? Optional.empty()
        : Optional.of(new Candidate(choice, values.size(), fields.size()));
  }

  /** Another program may have written records with values that we refuse in keys. */
  private static boolean possible(PartitionChoice choice, PartitionKeys partitions) {
    try {
      return !partitions.prefix(choice.partition, choice.values).isEmpty();
    } catch (S3dbException _) {
      return false;
    }
  }

  private static void collect(Filter filter, Map<String, Object> equal) {
    switch (filter) {
      case Filter.All(List<Filter> filters) -> filters.forEach(each -> collect(each, equal));
      case Filter.Equal(String field, Object value)
          when value instanceof String || value instanceof Number || value instanceof Boolean ->
          equal.putIfAbsent(field, value);
      case Filter.Equal _,
          Filter.Any _,
          Filter.Not _,
          Filter.In _,
          Filter.Compared _,
          Filter.Exists _,
          Filter.Matches _ -> {}
    }
  }
}
