package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of a batch that are sent one after the other.
 *
 * <p>A record occurs once in each, so that its changes cannot overtake each other: a batch holds a
 * record once per target, but two targets may be one queue.
 */
final class Rounds {
  private Rounds() {}

  private record RecordKey(String resource, String id) {}

  static List<List<Delivery>> of(List<Delivery> batch) {
    List<List<Delivery>> rounds = new ArrayList<>();
    Map<RecordKey, Integer> seen = HashMap.newHashMap(batch.size());
    for (Delivery delivery : batch) {
      int round =
          seen.merge(new RecordKey(delivery.resource(), delivery.recordId()), 1, Integer::sum);
      if (rounds.size() < round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round - 1).add(delivery);
    }
    return rounds;
  }
}
