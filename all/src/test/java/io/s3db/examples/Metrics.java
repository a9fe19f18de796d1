package io.s3db.examples;

import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The metrics an application might collect of its replication, and its alert. */
final class Metrics {
  private final Map<String, Integer> byReplicator = new HashMap<>();
  private final List<String> alerts = new ArrayList<>();
  private int successful;
  private int failed;

  synchronized void replicated(Replicated event) {
    successful++;
    byReplicator.merge(event.replicator(), 1, Integer::sum);
  }

  synchronized void failed(ReplicationFailed event) {
    failed++;
    int attempts = successful + failed;
    double rate = (double) failed / attempts;
    if (rate > 0.1 && attempts > 10) {
      alerts.add("High replication error rate: " + percent(rate));
    }
  }

  synchronized int successful() {
    return successful;
  }

  synchronized int failed() {
    return failed;
  }

  synchronized Map<String, Integer> byReplicator() {
    return Map.copyOf(byReplicator);
  }

  synchronized List<String> alerts() {
    return List.copyOf(alerts);
  }

  synchronized String successRate() {
    return percent((double) successful / (successful + failed));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", share * 100);
  }
}
