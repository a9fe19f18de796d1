package io.s3db.replicator;

import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.spi.ErrorText;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each warning once: in the log and as an event. Repetitions are counted. Of one code, so
 * many subjects are told apart; all further ones are told and counted as one.
 */
final class Warnings {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);
  private static final int SUBJECTS = 100;
  private static final String OTHERS = "(others)";

  private final String replicator;
  private final EventSink events;
  private final InstantSource time;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  Warnings(String replicator, EventSink events, InstantSource time) {
    this.replicator = replicator;
    this.events = events;
    this.time = time;
  }

  void warn(String code, String subject, String message) {
    String told = code + " " + subject;
    if (!counts.containsKey(told) && isCrowded(code)) {
      count(
          code,
          OTHERS,
          "There are more than "
              + SUBJECTS
              + " warnings of this kind; further ones are only counted. The first of them: "
              + message);
    } else {
      count(code, subject, message);
    }
  }

  private boolean isCrowded(String code) {
    return counts.keySet().stream().filter(name -> name.startsWith(code + " ")).count() >= SUBJECTS;
  }

  private void count(String code, String subject, String message) {
    AtomicLong count = counts.computeIfAbsent(code + " " + subject, _ -> new AtomicLong());
    if (count.incrementAndGet() == 1) {
      String said = ErrorText.bounded(message);
      LOG.warn("{}: {} ({} {})", replicator, said, code, subject);
      events.publish(new Warned(replicator, time.instant(), code, subject, said));
    }
  }

  /** The next warning of this code and subject is told again. */
  void forget(String code, String subject) {
    counts.remove(code + " " + subject);
  }

  /** How often each was given: {@code warnings.FIELD_DROPPED orders.status}. */
  Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put("warnings." + name, count.get()));
    return all;
  }
}
