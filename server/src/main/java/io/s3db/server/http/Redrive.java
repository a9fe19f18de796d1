package io.s3db.server.http;

import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.delivery.RedriveResult;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters again, some hundred at a time.
 *
 * @param ids which ones of the one destination, or none for all
 * @param late also those whose records were changed since
 */
record Redrive(List<String> replicators, List<DeliveryId> ids, boolean late) {
  private static final int AT_ONCE = 200;
  private static final int MOST_SHOWN = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  Map<String, @Nullable Object> run(ReplicatorPlugin plugin, Task task)
      throws InterruptedException {
    Tally tally = new Tally(task);
    if (!ids.isEmpty()) {
      tally.total = ids.size();
      send(plugin, replicators.getFirst(), ids, tally);
      return tally.form();
    }
    for (String each : replicators) {
      tally.total += plugin.status(each).deadLetters();
    }
    for (String each : replicators) {
      all(plugin, each, tally);
    }
    return tally.form();
  }

  private void all(ReplicatorPlugin plugin, String replicator, Tally tally)
      throws InterruptedException {
    @Nullable DeliveryId last = null;
    while (true) {
      List<DeliveryId> page =
          plugin.deadLetters(replicator, "", last, AT_ONCE).stream().map(DeadLetter::id).toList();
      if (page.isEmpty()) {
        return;
      }
      send(plugin, replicator, page, tally);
      last = page.getLast();
    }
  }

  private void send(ReplicatorPlugin plugin, String replicator, List<DeliveryId> some, Tally tally)
      throws InterruptedException {
    for (int from = 0; from < some.size(); from += AT_ONCE) {
      List<DeliveryId> part = some.subList(from, Math.min(some.size(), from + AT_ONCE));
      List<RedriveResult> results =
          late
              ? plugin.redriveLate(replicator, part, PATIENCE)
              : plugin.redrive(replicator, part, PATIENCE);
      results.forEach(each -> tally.add(replicator, each));
    }
  }

  /** What became of them. */
  private static final class Tally {
    private final Task task;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<Map<String, Object>> results = new ArrayList<>();
    private long done;
    private long total;

    Tally(Task task) {
      this.task = task;
      for (RedriveResult.Outcome each : RedriveResult.Outcome.values()) {
        counts.put(word(each), 0L);
      }
    }

    void add(String replicator, RedriveResult result) {
      counts.merge(word(result.outcome()), 1L, Long::sum);
      if (results.size() < MOST_SHOWN) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("replicator", replicator);
        form.put("id", result.id().toString());
        form.put("outcome", word(result.outcome()));
        form.put("detail", result.detail());
        results.add(form);
      }
      task.at(++done, Math.max(done, total));
    }

    Map<String, @Nullable Object> form() {
      Map<String, @Nullable Object> form = new LinkedHashMap<>();
      form.put("counts", counts);
      form.put("results", results);
      return form;
    }

    private static String word(RedriveResult.Outcome outcome) {
      return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
