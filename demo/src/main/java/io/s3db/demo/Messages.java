package io.s3db.demo;

import io.s3db.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Compares the messages about each record with those that should have come, in order. */
final class Messages {
  private Messages() {}

  /**
   * Compares.
   *
   * @param expected what each message must be, by record
   * @param received the messages, by record, in the order they came
   */
  static Comparison compare(
      Map<String, List<Predicate<Document>>> expected, Map<String, List<Document>> received) {
    long total = 0;
    long missing = 0;
    long different = 0;
    long extra = 0;
    Map<String, List<Document>> left = new HashMap<>(received);
    for (Map.Entry<String, List<Predicate<Document>>> each : expected.entrySet()) {
      List<Predicate<Document>> wanted = each.getValue();
      List<Document> came =
          left.containsKey(each.getKey()) ? left.remove(each.getKey()) : List.of();
      total += wanted.size();
      missing += Math.max(0, wanted.size() - came.size());
      extra += Math.max(0, came.size() - wanted.size());
      for (int i = 0; i < Math.min(wanted.size(), came.size()); i++) {
        different += wanted.get(i).test(came.get(i)) ? 0 : 1;
      }
    }
    extra += left.values().stream().mapToLong(List::size).sum();
    return new Comparison(total, missing, different, extra);
  }

  /** Whether a message has the fields of an envelope and no others. */
  static boolean isEnvelope(Document message, String resource, Written of, boolean withBefore) {
    Set<String> names =
        withBefore
            ? Set.of("resource", "action", "timestamp", "before", "data")
            : Set.of("resource", "action", "timestamp", "data");
    return message.names().equals(names)
        && message.text("resource").equals(resource)
        && message.text("action").equals(of.operation().word());
  }
}
